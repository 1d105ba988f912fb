/// What a trust anchor is trusted as: the key of such anchors in a ``Provisioning``.
public enum TrustAnchorKind: UInt8, Sendable {
  /// A TAM, whose messages are taken.
  case tam = 3
  /// A Trusted Component signer, whose manifests are taken.
  case signer = 4
  /// A verifier, whose attestation results of TAMs are taken.
  case verifier = 9
}

/// Trust anchors that take the place of those in a ``Provisioning``: what the component `['teep', 'trust-anchors']` holds.
///
/// ```
/// trust-anchors = { 3: [+ trust-anchor], 4: [+ trust-anchor], ? 9: [+ trust-anchor] }
/// ```
/// The members are those of a ``Provisioning`` under the same keys.
public struct TrustAnchorSet: ~Escapable {
  /// The encoded identifier of the component.
  public static var componentIdentifier: InlineArray<20, UInt8> {
    [
      0x82, 0x44, 0x74, 0x65, 0x65, 0x70, 0x4D, 0x74, 0x72, 0x75, 0x73, 0x74, 0x2D, 0x61, 0x6E, 0x63, 0x68,
      0x6F, 0x72, 0x73,
    ]
  }

  private let bytes: Span<UInt8>

  private static let table: InlineArray<6, UInt8> = [
    3, MemberType.item | MemberType.required, 4, MemberType.item | MemberType.required, 9, MemberType.item,
  ]

  /// Reads the whole of `bytes`.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>) throws(DecodeError) {
    self.init(decoded: bytes)
    var reader = CBORReader(bytes)
    var members = InlineArray<3, ByteRange>(repeating: .absent)
    var found = members.mutableSpan
    try reader.members(reader.map(), of: Self.table.span, into: &found)
    try reader.end()
    try check()
  }

  /// A view of `bytes`, a set of anchors or a ``Provisioning``, of which only what is asked for is read, and checked then.
  @_lifetime(copy bytes)
  public init(decoded bytes: Span<UInt8>) { self.bytes = bytes }

  /// Reads each anchor.
  @inline(never)
  func check() throws(DecodeError) {
    try check(.tam)
    try check(.signer)
    try check(.verifier)
  }

  @inline(never)
  private func check(_ kind: TrustAnchorKind) throws(DecodeError) {
    guard var list = try list(kind) else { return }
    for _ in 0..<(try list.array(1...Provisioning.maximumAnchors)) { _ = try TrustAnchor(&list) }
  }

  @_lifetime(copy self)
  private func list(_ kind: TrustAnchorKind) throws(DecodeError) -> CBORReader? {
    try CBORReader(bytes).value(of: UInt64(kind.rawValue))
  }

  /// Number of anchors of a kind.
  @inline(never)
  public func count(of kind: TrustAnchorKind) -> Int {
    guard var list = try? list(kind) else { return 0 }
    return (try? list.array()) ?? 0
  }

  /// An anchor of a kind; `index` is less than ``count(of:)``.
  @_lifetime(copy self)
  @inline(never)
  public func anchor(_ kind: TrustAnchorKind, at index: Int) throws(DecodeError) -> TrustAnchor {
    guard let list = try list(kind) else { throw DecodeError(.missingMember, at: 0) }
    var reader = try list.element(at: index)
    return try TrustAnchor(&reader)
  }
}

extension CBORWriter {
  /// Writes the head of a ``TrustAnchorSet``, which ``provisioningTAMs(count:)``, ``provisioningSigners(count:)`` and, where
  /// it has verifiers, ``provisioningVerifiers(count:)`` follow, each with its anchors.
  @_lifetime(self: copy self)
  public mutating func trustAnchorSet(hasVerifiers: Bool) throws(EncodeError) {
    try map(hasVerifiers ? 3 : 2)
  }
}
