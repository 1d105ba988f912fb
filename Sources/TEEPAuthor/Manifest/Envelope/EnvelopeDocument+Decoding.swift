import TEEPCodec
import TEEPHost

extension EnvelopeDocument {
  /// CBOR tag of a bare manifest (draft-ietf-suit-manifest-37, section 11.1).
  private static let manifestTag: UInt64 = 1070
  /// The first key of every manifest, its version, and of no envelope.
  private static let manifestVersion: UInt64 = 1

  /// Reads an envelope or a bare manifest, tagged or not, with any number of signatures. The digest in an envelope
  /// must be that of its manifest.
  public init(decoding bytes: [UInt8]) throws(ManifestError) {
    do {
      try self.init(reading: bytes)
    } catch let error as ManifestError {
      throw error
    } catch let error as DecodeError {
      throw .malformed(error)
    } catch {
      throw .malformed(DecodeError(.unsupported, at: 0))
    }
  }

  /// Reads the envelope in the file at `path`. Errors name it.
  init(file path: String) throws {
    try self.init(FileContents.read(path), file: path)
  }

  /// Reads an envelope that came from the file at `path`.
  init(_ bytes: [UInt8], file path: String) throws(FileError) {
    do { try self.init(decoding: bytes) } catch { throw FileError(path, error.description) }
  }

  private init(reading bytes: [UInt8]) throws {
    var reader = CBORReader(bytes.span)
    let tag = try reader.peek() == .tag ? reader.argument(of: .tag) : nil
    guard tag == nil || tag == Self.manifestTag || tag == SUITEnvelope.tag else {
      throw DecodeError(.unsupported, at: 0)
    }
    let content = reader.offset
    let count = try reader.map()
    guard try tag != Self.manifestTag && reader.firstKey() != Self.manifestVersion else {
      _ = try SUITManifest(decoding: bytes.span.extracting(content...), base: content)
      self.init(manifest: Array(bytes[content...]), blocks: [], members: [])
      return
    }

    var digest: [UInt8]?
    var blocks: [[UInt8]] = []
    var manifest: [UInt8]?
    var members: [[UInt8]] = []
    for _ in 0..<count {
      let start = reader.offset
      switch try reader.nextKey() {
      case Key.authenticationWrapper:
        var wrapper = try reader.nested(reader.byteStringRange())
        let elements = try wrapper.array()
        guard elements > 0 else { throw wrapper.error(.missingMember) }
        digest = try [UInt8](copying: wrapper.byteString())
        for _ in 1..<elements { try blocks.append([UInt8](copying: wrapper.byteString())) }
        try wrapper.end()
      case Key.manifest:
        let range = try reader.byteStringRange()
        _ = try SUITManifest(decoding: bytes.span.extracting(range.start..<range.end), base: range.start)
        manifest = Array(bytes[range.start..<range.end])
      default:
        _ = try reader.byteStringRange()
        members.append(Array(bytes[start..<reader.offset]))
      }
    }
    try reader.end()
    guard let digest, let manifest else { throw DecodeError(.missingMember, at: 0) }
    self.init(manifest: manifest, blocks: blocks, members: members)
    guard digest == encodedDigest else { throw ManifestError.digestMismatch }
  }
}

extension CBORReader {
  /// The key at the head of a map, which stays unread; nil where it is no unsigned integer.
  fileprivate func firstKey() throws(DecodeError) -> UInt64? {
    var copy = nested(ByteRange(start: offset, count: remaining))
    return try copy.peek() == .unsigned ? copy.unsigned() : nil
  }

  /// Reads a key; nil where it is no unsigned integer.
  @_lifetime(self: copy self)
  fileprivate mutating func nextKey() throws(DecodeError) -> UInt64? {
    if try peek() == .unsigned { return try unsigned() }
    try skip()
    return nil
  }
}
