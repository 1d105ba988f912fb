/// What a device is given when it is made: its key, whom it trusts for what, and what it is.
///
/// ```
/// provisioning   = { 1: 1, 2: device-key, 3: [+ trust-anchor], 4: [+ trust-anchor], 5: vendor-id, 6: class-id,
///                    ? 7: [+ decryption-key], ? 8: attestation, ? 9: [+ trust-anchor], ? 10: device-key,
///                    ? 11: device-id }
/// device-key     = { 1: alg, 2: private-key (32 bytes), 3: kid }
/// trust-anchor   = { 1: alg, 2: public-key, 3: kid, ? 4: uri, ? 5: vendor-id, ? 6: class-id,
///                    ? 7: [+ component-identifier], ? 8: policy, ? 9: key-agreement-key (64 bytes),
///                    ? 10: certified-name }
/// decryption-key = { 1: alg, 2: key (16 or 32 bytes), ? 3: kid }
/// attestation    = { 1: alg, 2: private-key (32 bytes), 3: kid, 4: ueid, 5: oemid, 6: hwmodel, 7: hwversion,
///                    8: SUIT_Reference, ? 9: x5chain }
/// ```
/// Member 3 holds the TAMs, each with its `uri`; member 4 the Trusted Component signers; member 9 the verifiers whose
/// attestation results of a TAM count. Member 10 is the device's key of the other cipher suite, member 11 the 16 bytes that no
/// other device is identified by. Where private key and `kid` of member 2 are zeros, the device makes the key itself, for ESP256,
/// and puts both in their place. Public keys are raw (64 bytes for
/// P-256, 32 for Ed25519), a `kid` is the SHA-256 thumbprint of RFC 9679, and the identifiers of member 7 are what the
/// anchor may manage or sign for, each with all that begins with it; without member 7, everything. A policy is the bits of
/// ``TrustAnchorPolicy``. A decryption key serves A128KW (-3, the key itself) or ECDH-ES+A128KW (-29, a private key of
/// P-256), and is found by its `kid` where a recipient names one. To the key-agreement key of a TAM, on P-256, evidence and
/// reports are encrypted. The key of an anchor that certifies keys is a certificate authority's; the subject of its
/// certificates is named by `certified-name`, a text. `attestation` is ``Attestation``.
public struct Provisioning: ~Escapable {
  /// The only version there is.
  public static let version: UInt64 = 1
  /// Trust anchors of one kind beyond which a description is refused.
  public static let maximumAnchors = 8

  /// Where the private key of member 2 is that the device has to make (``DeviceKey/isMissing``), and where its `kid` is.
  /// Each of what comes before them has one encoding: heads of maps and members of one byte, and an `alg` of one byte.
  public static let devicePrivateKeyRange = 10..<42
  public static let deviceKeyIdentifierRange = 45..<77

  private let bytes: Span<UInt8>

  enum Key {
    static let version: UInt64 = 1
    static let deviceKey: UInt64 = 2
    static let vendorIdentifier: UInt64 = 5
    static let classIdentifier: UInt64 = 6
    static let decryptionKeys: UInt64 = 7
    static let attestation: UInt64 = 8
    static let otherDeviceKey: UInt64 = 10
    static let deviceIdentifier: UInt64 = 11
  }

  private static let table: InlineArray<22, UInt8> = [
    1, MemberType.unsigned | MemberType.required, 2, MemberType.item | MemberType.required,
    3, MemberType.item | MemberType.required, 4, MemberType.item | MemberType.required,
    5, 16 | MemberType.required, 6, 16 | MemberType.required, 7, MemberType.item,
    8, MemberType.item, 9, MemberType.item, 10, MemberType.item, 11, 16,
  ]

  /// Reads the whole of `bytes`.
  @_lifetime(copy bytes)
  public init(decoding bytes: Span<UInt8>) throws(DecodeError) {
    self.init(decoded: bytes)
    try check()
  }

  /// A view of `bytes`, of which only what is asked for is read, and checked then.
  @_lifetime(copy bytes)
  public init(decoded bytes: Span<UInt8>) { self.bytes = bytes }

  @inline(never)
  private func check() throws(DecodeError) {
    var reader = CBORReader(bytes)
    let count = try reader.map()
    guard 6...11 ~= count else { throw DecodeError(.wrongCount, at: 0) }
    var members = InlineArray<11, ByteRange>(repeating: .absent)
    var found = members.mutableSpan
    try reader.members(count, of: Self.table.span, into: &found)
    try reader.end()
    var version = reader.nested(found[0])
    guard try version.unsigned() == Self.version else { throw DecodeError(.unsupported, at: version.base) }
    for index in 0..<deviceKeyCount { _ = try deviceKey(at: index) }
    try anchors.check()
    guard found[6].isPresent else { return }
    var keys = reader.nested(found[6])
    for _ in 0..<(try keys.array(1...Self.maximumAnchors)) { _ = try DecryptionKey(&keys) }
    try keys.end()
  }

  /// A reader at the value of a member, which is there.
  @_lifetime(copy self)
  @inline(never)
  private func value(of key: UInt64) throws(DecodeError) -> CBORReader {
    guard let value = try CBORReader(bytes).value(of: key) else { throw DecodeError(.missingMember, at: 0) }
    return value
  }

  /// The TAMs, signers and verifiers that the device trusts.
  public var anchors: TrustAnchorSet {
    @_lifetime(copy self) get { TrustAnchorSet(decoded: bytes) }
  }

  /// Number of the device's own keys, each of another cipher suite: 1 or 2.
  public var deviceKeyCount: Int { (try? value(of: Key.otherDeviceKey)) == nil ? 1 : 2 }

  /// A key that the device signs TEEP messages with; `index` is less than ``deviceKeyCount``.
  @_lifetime(copy self)
  @inline(never)
  public func deviceKey(at index: Int = 0) throws(DecodeError) -> DeviceKey {
    var reader = try value(of: index == 0 ? Key.deviceKey : Key.otherDeviceKey)
    return try DeviceKey(&reader)
  }

  /// What the device's evidence is made from; nil where it was given nothing for that.
  @_lifetime(copy self)
  @inline(never)
  public func attestation() throws(DecodeError) -> Attestation? {
    guard var reader = try CBORReader(bytes).value(of: Key.attestation) else { return nil }
    return try Attestation(&reader)
  }

  /// Number of keys that payloads are decrypted with.
  public var decryptionKeyCount: Int {
    guard var reader = try? value(of: Key.decryptionKeys) else { return 0 }
    return (try? reader.array()) ?? 0
  }

  /// A key that payloads are decrypted with; `index` is less than ``decryptionKeyCount``.
  @_lifetime(copy self)
  @inline(never)
  public func decryptionKey(at index: Int) throws(DecodeError) -> DecryptionKey {
    var reader = try value(of: Key.decryptionKeys).element(at: index)
    return try DecryptionKey(&reader)
  }

  /// The 16 bytes of the device's vendor identifier.
  public var vendorIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { identifier(Key.vendorIdentifier) }
  }

  /// The 16 bytes of the device's class identifier.
  public var classIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { identifier(Key.classIdentifier) }
  }

  /// The 16 bytes of the device's own identifier; nil where it was given none.
  public var deviceIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { identifier(Key.deviceIdentifier) }
  }

  @_lifetime(copy self)
  @inline(never)
  private func identifier(_ key: UInt64) -> Span<UInt8>? {
    guard var reader = try? value(of: key), let range = try? reader.byteStringRange(16...16) else {
      return nil
    }
    return reader.bytes.bytes(ofPresent: range)
  }
}
