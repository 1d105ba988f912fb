/// One recipient of a COSE_Encrypt or COSE_Mac: how it comes to the content key (RFC 9052, section 5.1).
public struct COSERecipient: ~Escapable {
  private let bytes: Span<UInt8>
  private let base: Int
  private var headers: COSEHeaders
  private let wrappedKeyRange: ByteRange
  private let ephemeralKeyRange: ByteRange
  /// The algorithm by which the content key is had.
  public let algorithm: COSEAlgorithm

  /// Reads a COSE_recipient. Refused are recipients inside of it, and for ECDH-ES a salt and names of the parties, since
  /// the KDF contexts of SUIT and TEEP have none.
  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    base = reader.base
    let start = reader.offset
    let count = try reader.array(3...4)
    guard count == 3 else { throw DecodeError(.unsupported, at: base &+ start) }
    headers = COSEHeaders()
    algorithm = try headers.readOfRecipient(&reader)
    ephemeralKeyRange = try Self.ephemeralKey(
      of: headers, for: algorithm, in: reader, recipientStart: start)
    wrappedKeyRange = try reader.byteStringRange(algorithm.wrappedKeyCounts)
  }

  /// Where the ephemeral key is; absent for an algorithm that needs none.
  @inline(never)
  private static func ephemeralKey(
    of headers: COSEHeaders, for algorithm: COSEAlgorithm, in reader: borrowing CBORReader,
    recipientStart: Int
  ) throws(DecodeError) -> ByteRange {
    guard algorithm == .ecdhESA128KW else { return .absent }
    typealias Parameter = COSEHeaders.Parameter
    let context = try headers.range(of: Parameter.saltAndParties, in: reader.bytes)
    guard !context.isPresent else { throw DecodeError(.unsupported, at: reader.base &+ context.start) }
    let range = try headers.range(of: Parameter.ephemeralKey, in: reader.bytes)
    guard range.isPresent else { throw DecodeError(.missingMember, at: reader.base &+ recipientStart) }
    var item = CBORReader(reader.bytes, base: reader.base)
    item.advance(range.start)
    let key = try COSEKey(&item)
    guard key.kind == .p256 || key.kind == .x25519, key.privateKey == nil else {
      throw DecodeError(.unsupported, at: reader.base &+ range.start)
    }
    return range
  }

  /// The identifier of the recipient's key, where there is one.
  public var keyIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: headers.keyIdentifier) }
  }

  /// The wrapped content key; no bytes where the recipient's key itself is used.
  public var wrappedKey: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: wrappedKeyRange) }
  }

  /// The sender's public key of an ECDH-ES; nil for other algorithms.
  public var ephemeralKey: COSEKey? {
    @_lifetime(copy self) get {
      guard ephemeralKeyRange.isPresent else { return nil }
      // It was read when this was made, so that it can be read.
      return try? COSEKey(decoding: bytes.bytes(ofPresent: ephemeralKeyRange))
    }
  }

  /// What the key that wraps the content key is derived with, for ECDH-ES with A128KW.
  @_lifetime(copy self)
  public func keyDerivationContext(for purpose: KeyDerivationContext.Purpose) -> KeyDerivationContext {
    KeyDerivationContext(a128KWProtected: bytes.bytes(ofPresent: headers.protected), purpose: purpose)
  }
}

extension COSEAlgorithm {
  /// How many bytes a content key takes when it is wrapped: 8 more than the key, of which AES has 16 to 32 and HMAC up
  /// to 64 (RFC 3394, section 2.2.1); none with direct use of a key.
  fileprivate var wrappedKeyCounts: ClosedRange<Int> {
    switch self {
    case .direct: 0...0
    case .a128KW, .a256KW, .ecdhESA128KW: 24...72
    default: 0...Int.max
    }
  }
}

/// The recipients of a COSE_Encrypt or COSE_Mac.
public struct COSERecipients: ~Escapable {
  /// Recipients beyond which a message is refused.
  public static let maximumCount = 4

  /// How many there are, at most ``maximumCount``.
  public let count: Int
  private let bytes: Span<UInt8>
  private let base: Int
  private let start: Int

  /// Reads the array of them, each of which must be one that can be read.
  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    count = try reader.array(1...Self.maximumCount)
    bytes = reader.bytes
    base = reader.base
    start = reader.offset
    for _ in 0..<count { _ = try COSERecipient(&reader) }
  }

  /// None, of the same message.
  @_lifetime(copy reader)
  init(noneAt reader: borrowing CBORReader) {
    count = 0
    bytes = reader.bytes
    base = reader.base
    start = reader.offset
  }

  /// One of them; `index` is less than ``count``.
  @_lifetime(copy self)
  @inline(never)
  public func recipient(at index: Int) throws(DecodeError) -> COSERecipient {
    var reader = CBORReader(bytes, base: base)
    reader.advance(start)
    for _ in 0..<index { try reader.skip() }
    return try COSERecipient(&reader)
  }
}
