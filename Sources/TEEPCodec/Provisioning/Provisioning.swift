/// What a device is given when it is made: its key, whom it trusts for what, and what it is.
///
/// ```
/// provisioning = { 1: 1, 2: device-key, 3: [+ trust-anchor], 4: [+ trust-anchor], 5: vendor-id, 6: class-id }
/// device-key   = { 1: alg, 2: private-key (32 bytes), 3: kid }
/// trust-anchor = { 1: alg, 2: public-key, 3: kid, ? 4: uri, ? 5: vendor-id, ? 6: class-id,
///                  ? 7: [+ component-identifier] }
/// ```
/// Member 3 holds the TAMs, each with its `uri`; member 4 the Trusted Component signers. Public keys are raw (64 bytes for
/// P-256, 32 for Ed25519), a `kid` is the SHA-256 thumbprint of RFC 9679, and the identifiers of member 7 are what the
/// anchor may manage or sign for, each with all that begins with it; without member 7, everything.
public struct Provisioning: ~Escapable {
  /// The only version there is.
  public static let version: UInt64 = 1
  /// Trust anchors of one kind beyond which a description is refused.
  public static let maximumAnchors = 8

  private let bytes: Span<UInt8>
  private var deviceKeyRange = ByteRange.absent
  private var tamsRange = ByteRange.absent
  private var signersRange = ByteRange.absent
  private var vendorRange = ByteRange.absent
  private var classRange = ByteRange.absent
  /// Number of TAMs.
  public private(set) var tamCount = 0
  /// Number of Trusted Component signers.
  public private(set) var signerCount = 0

  enum Key {
    static let version: UInt64 = 1
    static let deviceKey: UInt64 = 2
    static let tams: UInt64 = 3
    static let signers: UInt64 = 4
    static let vendorIdentifier: UInt64 = 5
    static let classIdentifier: UInt64 = 6
  }

  /// Reads the whole of `bytes`.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>) throws(DecodeError) {
    self.bytes = bytes
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func read() throws(DecodeError) {
    var reader = CBORReader(bytes)
    let count = try reader.map()
    guard count == 6 else { throw DecodeError(.wrongCount, at: 0) }
    try reader.key(Key.version)
    let versionOffset = reader.offset
    guard try reader.unsigned() == Self.version else { throw DecodeError(.unsupported, at: versionOffset) }
    try reader.key(Key.deviceKey)
    let start = reader.offset
    _ = try DeviceKey(&reader)
    deviceKeyRange = reader.range(since: start)
    try reader.key(Key.tams)
    (tamsRange, tamCount) = try Self.anchors(&reader)
    try reader.key(Key.signers)
    (signersRange, signerCount) = try Self.anchors(&reader)
    try reader.key(Key.vendorIdentifier)
    vendorRange = try reader.byteStringRange(16...16)
    try reader.key(Key.classIdentifier)
    classRange = try reader.byteStringRange(16...16)
    try reader.end()
  }

  @inline(never)
  private static func anchors(_ reader: inout CBORReader) throws(DecodeError) -> (ByteRange, Int) {
    let count = try reader.array(1...maximumAnchors)
    let start = reader.offset
    for _ in 0..<count { _ = try TrustAnchor(&reader) }
    return (reader.range(since: start), count)
  }

  @_lifetime(copy self)
  @inline(never)
  private func anchor(_ index: Int, in range: ByteRange) throws(DecodeError) -> TrustAnchor {
    var reader = CBORReader(bytes).nested(range)
    for _ in 0..<index { try reader.skip() }
    return try TrustAnchor(&reader)
  }

  /// The key that the device signs TEEP messages with.
  @_lifetime(copy self)
  @inline(never)
  public func deviceKey() throws(DecodeError) -> DeviceKey {
    var reader = CBORReader(bytes).nested(deviceKeyRange)
    return try DeviceKey(&reader)
  }

  /// A TAM; `index` is less than ``tamCount``.
  @_lifetime(copy self)
  public func tam(at index: Int) throws(DecodeError) -> TrustAnchor { try anchor(index, in: tamsRange) }

  /// A Trusted Component signer; `index` is less than ``signerCount``.
  @_lifetime(copy self)
  public func signer(at index: Int) throws(DecodeError) -> TrustAnchor { try anchor(index, in: signersRange) }

  /// The 16 bytes of the device's vendor identifier.
  public var vendorIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: vendorRange) }
  }

  /// The 16 bytes of the device's class identifier.
  public var classIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: classRange) }
  }
}

/// The device's own key.
public struct DeviceKey: ~Escapable {
  public let algorithm: COSEAlgorithm
  /// 32 bytes.
  public let privateKey: Span<UInt8>
  /// The thumbprint of its public key.
  public let keyIdentifier: Span<UInt8>

  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    let start = reader.offset
    guard try reader.map() == 3 else { throw DecodeError(.wrongCount, at: reader.base &+ start) }
    try reader.key(1)
    algorithm = COSEAlgorithm(rawValue: try reader.integer32())
    try reader.key(2)
    let privateRange = try reader.byteStringRange(32...32)
    try reader.key(3)
    let identifierRange = try reader.byteStringRange(32...32)
    privateKey = reader.bytes.extracting(privateRange.start..<privateRange.end)
    keyIdentifier = reader.bytes.extracting(identifierRange.start..<identifierRange.end)
  }
}

extension CBORReader {
  /// Reads a key of a map whose keys are known beforehand.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func key(_ expected: UInt64) throws(DecodeError) {
    let start = offset
    guard try unsigned() == expected else { throw DecodeError(.unsortedKeys, at: base &+ start) }
  }
}
