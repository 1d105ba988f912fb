import TEEPCodec

/// Whom a signature is checked against.
enum TrustAnchorKind {
  case tam
  case signer
}

/// Whom the device trusts, read from its provisioning.
///
/// It stands apart from ``Agent`` because a function that only reads an agent gets a copy of all of it on the stack.
struct Trust: ~Escapable {
  private let content: Span<UInt8>

  /// What the provisioning of this encoding says.
  @_lifetime(copy content)
  init(_ content: Span<UInt8>) { self.content = content }

  /// Whether a TAM or a signer may manage or sign for what has this encoded identifier.
  @inline(never)
  func isPermitted(_ identifier: Span<UInt8>, to kind: TrustAnchorKind, at index: Int) -> Bool {
    guard let anchor = anchor(kind, at: index) else { return false }
    return (try? anchor.permits(identifier)) ?? false
  }

  /// What the device was provisioned with; nil where that cannot be read.
  @_lifetime(copy self)
  @inline(never)
  func provisioning() -> Provisioning? { try? Provisioning(decoding: content) }

  /// Number of anchors of a kind.
  @inline(never)
  func anchorCount(of kind: TrustAnchorKind) -> Int {
    guard let provisioning = provisioning() else { return 0 }
    return kind == .tam ? provisioning.tamCount : provisioning.signerCount
  }

  /// An anchor of a kind; `index` is less than ``anchorCount(of:)``.
  @_lifetime(copy self)
  @inline(never)
  func anchor(_ kind: TrustAnchorKind, at index: Int) -> TrustAnchor? {
    guard let provisioning = provisioning() else { return nil }
    return kind == .tam ? try? provisioning.tam(at: index) : try? provisioning.signer(at: index)
  }

  /// The device's key.
  @_lifetime(copy self)
  @inline(never)
  func deviceKey() -> DeviceKey? { try? provisioning()?.deviceKey() }

  /// The TAM that may manage the component: the one that the caller names, or the first one.
  @inline(never)
  func responsibleTAM(for identifier: Span<UInt8>, preferring uri: Span<UInt8>) -> Int? {
    var first: Int?
    for index in 0..<anchorCount(of: .tam) {
      guard let tam = anchor(.tam, at: index), (try? tam.permits(identifier)) == true else { continue }
      if let own = tam.uri, own.equals(uri) { return index }
      if first == nil { first = index }
    }
    return first
  }
}
