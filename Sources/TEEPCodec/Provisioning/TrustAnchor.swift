/// A key that the device trusts, and for what (RFC 9397, section 5): a TAM's or a Trusted Component signer's.
public struct TrustAnchor: ~Escapable {
  /// Bytes of a TAM's URI.
  public static let uriLimits = 1...512

  /// The one algorithm that the key serves.
  public private(set) var algorithm = COSEAlgorithm(rawValue: 0)
  private let bytes: Span<UInt8>
  private var publicKeyRange = ByteRange.absent
  private var keyIdentifierRange = ByteRange.absent
  private var uriRange = ByteRange.absent
  private var vendorRange = ByteRange.absent
  private var classRange = ByteRange.absent
  private var identifiersRange = ByteRange.absent

  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    try read(&reader)
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func read(_ reader: inout CBORReader) throws(DecodeError) {
    let count = try reader.map()
    guard count >= 3 else { throw reader.error(.missingMember, back: 1) }
    try reader.key(1)
    algorithm = COSEAlgorithm(rawValue: try reader.integer32())
    try reader.key(2)
    let publicKeyCount = algorithm == .ed25519 || algorithm == .eddsa ? 32 : 64
    publicKeyRange = try reader.byteStringRange(publicKeyCount...publicKeyCount)
    try reader.key(3)
    keyIdentifierRange = try reader.byteStringRange(32...32)
    var previous = 3
    for _ in 3..<count {
      let keyOffset = reader.base &+ reader.offset
      switch try reader.ascendingKey(after: &previous) {
      case 4: uriRange = try reader.textStringRange(Self.uriLimits)
      case 5: vendorRange = try reader.byteStringRange(16...16)
      case 6: classRange = try reader.byteStringRange(16...16)
      case 7:
        let start = reader.offset
        for _ in 0..<(try reader.array(1...Int.max)) { try reader.componentIdentifier() }
        identifiersRange = reader.range(since: start)
      default: throw DecodeError(.unsupported, at: keyOffset)
      }
    }
  }

  /// 64 bytes of P-256 (x, y) or 32 of Ed25519.
  public var publicKey: Span<UInt8> { @_lifetime(copy self) get { bytes.bytes(ofPresent: publicKeyRange) } }

  /// The SHA-256 thumbprint of the key (RFC 9679).
  public var keyIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: keyIdentifierRange) }
  }

  /// UTF-8 of a TAM's URI.
  public var uri: Span<UInt8>? { @_lifetime(copy self) get { bytes.bytes(of: uriRange) } }

  /// The only vendor that a signer may sign for; nil for any.
  public var vendorIdentifier: Span<UInt8>? { @_lifetime(copy self) get { bytes.bytes(of: vendorRange) } }

  /// The only class that a signer may sign for; nil for any.
  public var classIdentifier: Span<UInt8>? { @_lifetime(copy self) get { bytes.bytes(of: classRange) } }

  /// Whether the anchor may manage or sign for the component or manifest of this encoded identifier: whether one of its
  /// own identifiers is a beginning of it.
  @inline(never)
  public func permits(_ componentIdentifier: Span<UInt8>) throws(DecodeError) -> Bool {
    guard identifiersRange.isPresent else { return true }
    var list = CBORReader(bytes).nested(identifiersRange)
    for _ in 0..<(try list.array()) {
      var wanted = CBORReader(componentIdentifier)
      let available = try wanted.array()
      let needed = try list.array()
      var matches = needed <= available
      for index in 0..<needed {
        let segment = try list.byteString()
        if matches, index < available { matches = try wanted.byteString().equals(segment) }
      }
      if matches { return true }
    }
    return false
  }
}
