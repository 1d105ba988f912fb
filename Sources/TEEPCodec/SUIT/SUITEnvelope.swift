/// A SUIT_Envelope (draft-ietf-suit-manifest-37, section 8.2), tagged 107 or not, as a view of its encoding.
///
/// Nothing here is authenticated: the digest in the wrapper has to be signed by a trusted key, and the manifest to
/// have that digest, before anything inside the manifest is read.
public struct SUITEnvelope: ~Escapable {
  /// CBOR tag of an envelope.
  public static let tag: UInt64 = 107
  /// Members of an envelope beyond which it is refused.
  public static let maximumMembers = 24
  /// Authentication blocks beyond which an envelope is refused.
  public static let maximumBlocks = 4

  /// The envelope that this is a view of.
  public let bytes: Span<UInt8>
  private let base: Int
  private var digestRange = ByteRange.absent
  private var blocks = ByteRange.absent
  private var manifestRange = ByteRange.absent
  private var members = ByteRange.absent
  /// Number of members, the manifest and what authenticates it among them.
  public private(set) var memberCount = 0
  /// Number of authentication blocks, from 1 to ``maximumBlocks``.
  public private(set) var blockCount = 0

  enum Key {
    static let authenticationWrapper: Int64 = 2
    static let manifest: Int64 = 3
  }

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private mutating func read() throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    _ = try reader.optionalTag(Self.tag)
    memberCount = try reader.map(upTo: Self.maximumMembers)
    let start = reader.offset
    var previous: Int64 = 0
    var left = memberCount
    // Canonical order (section 8.2): what authenticates the manifest comes before it, and texts come last.
    while left > 0, try reader.peek() != .textString {
      let keyOffset = reader.offset
      let key = try reader.integer()
      guard key > previous else { throw DecodeError(.unsortedKeys, at: base &+ keyOffset) }
      previous = key
      let content = try reader.byteStringRange()
      if key == Key.authenticationWrapper {
        try readWrapper(content)
      } else if key == Key.manifest {
        manifestRange = content
      }
      left &-= 1
    }
    if left > 0 { reader.move(to: try Self.endOfPayloads(left, reader)) }
    members = reader.range(since: start)
    try reader.end()
    guard digestRange.isPresent, manifestRange.isPresent else {
      throw DecodeError(.missingMember, at: base)
    }
  }

  /// Where the `count` members end whose keys are texts.
  @inline(never)
  private static func endOfPayloads(_ count: Int, _ members: CBORReader) throws(DecodeError) -> Int {
    var reader = members
    let first = reader.offset
    for index in 0..<count {
      let keyOffset = reader.offset
      guard try reader.peek() == .textString else {
        _ = try reader.integer()
        throw DecodeError(.unsortedKeys, at: reader.base &+ keyOffset)
      }
      _ = try reader.textStringRange()
      try reader.checkKey(reader.range(since: keyOffset), isNotAmongFirst: index, of: first)
      _ = try reader.byteStringRange()
    }
    return reader.offset
  }

  @_lifetime(self: copy self)
  #if !hasFeature(Embedded)
    @inline(__always)
  #endif
  private mutating func readWrapper(_ content: ByteRange) throws(DecodeError) {
    var reader = CBORReader(bytes, base: base).within(content)
    let count = try reader.array(0...Self.maximumBlocks &+ 1)
    guard count > 1 else { throw DecodeError(.missingMember, at: base &+ content.start) }
    digestRange = try reader.byteStringRange()
    let blocksStart = reader.offset
    for _ in 1..<count { _ = try reader.byteStringRange() }
    blocks = reader.range(since: blocksStart)
    blockCount = count &- 1
    try reader.end()
  }

  /// The encoded SUIT_Digest that the authentication blocks cover, as their detached payload (section 8.3).
  public var encodedDigest: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: digestRange) }
  }

  /// The digest of the manifest.
  public var digest: SUITDigest {
    @_lifetime(copy self) get throws(DecodeError) {
      try SUITDigest(decoding: encodedDigest, base: base &+ digestRange.start)
    }
  }

  /// One authentication block that is a COSE_Sign1 or COSE_Sign; `index` is less than ``blockCount``. Others are
  /// unsupported.
  @_lifetime(copy self)
  @inline(never)
  public func block(at index: Int) throws(DecodeError) -> COSESigned {
    let block = try encodedBlock(at: index)
    return try COSESigned(decoding: block.bytes, base: block.base)
  }

  /// One authentication block that is a COSE_Mac0 or COSE_Mac; `index` is less than ``blockCount``. Others are unsupported.
  @_lifetime(copy self)
  @inline(never)
  public func mac(at index: Int) throws(DecodeError) -> COSEMac {
    let block = try encodedBlock(at: index)
    return try COSEMac(decoding: block.bytes, base: block.base)
  }

  @_lifetime(copy self)
  func blocksReader() -> CBORReader { CBORReader(bytes, base: base).nested(blocks) }

  @_lifetime(copy self)
  func membersReader() -> CBORReader { CBORReader(bytes, base: base).nested(members) }

  /// The encoded manifest.
  public var manifest: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: manifestRange) }
  }

  /// Offset of ``manifest`` in the outermost message.
  public var manifestOffset: Int { base &+ manifestRange.start }

  /// The manifest with the head of the byte string around it: what its digest is taken of (section 8.3).
  public var wrappedManifest: Span<UInt8> {
    @_lifetime(copy self)
    get {
      // In its shortest form, as it was read.
      let head = CBORHead.count(of: UInt64(manifestRange.count))
      return bytes.bytes(
        ofPresent: ByteRange(start: manifestRange.start &- head, count: manifestRange.count &+ head))
    }
  }

  /// The integrated payload or dependency whose key is `uri` (UTF-8), if there is one (section 7.5).
  @_lifetime(copy self)
  public func integratedPayload(uri: Span<UInt8>) throws(DecodeError) -> Span<UInt8>? {
    try integratedReader(uri: uri)?.bytes
  }

  /// A reader at the content of the integrated payload or dependency whose key is `uri`, which is the whole of its bytes.
  @_lifetime(copy self)
  @inline(never)
  public func integratedReader(uri: Span<UInt8>) throws(DecodeError) -> CBORReader? {
    var reader = membersReader()
    for _ in 0..<memberCount {
      var matches = false
      if try reader.peek() == .textString {
        matches = try reader.textString().equals(uri)
      } else {
        try reader.skip()
      }
      let content = try reader.byteStringRange()
      if matches { return reader.nested(content) }
    }
    return nil
  }
}
