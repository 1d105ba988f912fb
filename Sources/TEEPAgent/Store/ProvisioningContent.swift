/// What the device was provisioned with, as the host tool writes it and the store reads it: opaque bytes.
public enum ProvisioningContent {
  /// The letters "TEEP".
  private static let magic: UInt32 = 0x5045_4554

  /// Fills `image`, all the bytes of a store, so that it holds `content` and nothing else.
  ///
  /// Throws ``StoreError/unsupportedSize`` or ``StoreError/provisioningTooLong``.
  public static func write(
    _ content: Span<UInt8>, to image: inout MutableSpan<UInt8>
  ) throws(StoreError) {
    guard image.count % flashPageSize == 0, StoreLayout.pageCounts ~= image.count / flashPageSize
    else { throw .unsupportedSize }
    guard content.count <= StoreLayout.provisioningByteLimit else { throw .provisioningTooLong }
    for index in image.indices { image[index] = 0xFF }
    let checksum = Checksum.of(content)
    for copy in 0..<StoreLayout.copyCount {
      let start = offset(ofCopy: copy)
      write(magic, at: start, to: &image)
      write(StoreLayout.version, at: start + 4, to: &image)
      write(UInt32(content.count), at: start + 8, to: &image)
      write(checksum, at: start + 12, to: &image)
      for index in content.indices {
        image[start + StoreLayout.provisioningHeaderByteCount + index] = content[index]
      }
    }
  }

  private static func write(_ word: UInt32, at offset: Int, to image: inout MutableSpan<UInt8>) {
    for index in 0..<4 { image[offset + index] = UInt8(truncatingIfNeeded: word >> (8 * UInt32(index))) }
  }

  /// Where a copy begins with its header.
  static func offset(ofCopy copy: Int) -> Int {
    copy &* StoreLayout.provisioningPageCount &* flashPageSize
  }

  /// Where the content of an intact copy is.
  static func range(copy: Int, in flash: Span<UInt8>) -> Range<Int> {
    let start = offset(ofCopy: copy)
    let count = Int(truncatingIfNeeded: flash.word(at: start &+ 8))
    let first = start &+ StoreLayout.provisioningHeaderByteCount
    return first..<first &+ count
  }

  /// The first intact copy; throws ``StoreError/unknownLayoutVersion`` or ``StoreError/provisioningLost``.
  static func intactCopy(in flash: Span<UInt8>) throws(StoreError) -> Int {
    for copy in 0..<StoreLayout.copyCount where isIntact(copy: copy, in: flash) { return copy }
    for copy in 0..<StoreLayout.copyCount where isMarked(copy: copy, in: flash) {
      if flash.word(at: offset(ofCopy: copy) &+ 4) != StoreLayout.version { throw .unknownLayoutVersion }
    }
    throw .provisioningLost
  }

  /// Whether one copy is of this layout and fits its checksum.
  @inline(never)
  static func isIntact(copy: Int, in flash: Span<UInt8>) -> Bool {
    let start = offset(ofCopy: copy)
    return isMarked(copy: copy, in: flash) && flash.word(at: start &+ 4) == StoreLayout.version
      && flash.word(at: start &+ 8) <= UInt32(StoreLayout.provisioningByteLimit)
      && Checksum.of(flash.extracting(range(copy: copy, in: flash))) == flash.word(at: start &+ 12)
  }

  private static func isMarked(copy: Int, in flash: Span<UInt8>) -> Bool {
    flash.word(at: offset(ofCopy: copy)) == magic
  }
}
