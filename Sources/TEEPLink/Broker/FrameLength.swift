#if !hasFeature(Embedded)
  /// How long frames of data are made. On a line where 1 byte in 100 is bad, a frame of 255 bytes arrives 8 times
  /// in 100 and one of 48 bytes 62 times: each loss halves the length, each frame that went well adds a little.
  struct FrameLength: Sendable {
    private let limit: Int
    /// In bytes on the line.
    private(set) var bytes: Int

    init(limit: Int) {
      self.limit = limit
      bytes = limit
    }

    mutating func shrink() { bytes = max(FrameBuffer.smallestFrame, bytes / 2) }

    mutating func grow() { bytes = min(limit, bytes + 16) }
  }
#endif
