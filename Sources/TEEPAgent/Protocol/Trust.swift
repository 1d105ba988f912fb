import TEEPCodec

/// Whom the device trusts, read from its provisioning and from the trust anchors that took the place of those in it.
///
/// It stands apart from ``Agent`` because a function that only reads an agent gets a copy of all of it on the stack.
struct Trust: ~Escapable {
  private let content: Span<UInt8>
  #if !WITHOUT_TRUST_ANCHOR_UPDATES
    private let replacement: Span<UInt8>

    /// - Parameters:
    ///   - content: the encoded ``Provisioning``.
    ///   - replacement: the encoded ``TrustAnchorSet`` that holds instead of the provisioned one; no bytes where none does.
    @_lifetime(copy content, copy replacement)
    init(_ content: Span<UInt8>, replacement: Span<UInt8>) {
      self.content = content
      self.replacement = replacement
    }
  #else
    /// What the provisioning of this encoding says.
    @_lifetime(copy content)
    init(_ content: Span<UInt8>) { self.content = content }
  #endif

  /// Whether a TAM or a signer may manage or sign for what has this encoded identifier.
  @inline(never)
  func isPermitted(_ identifier: Span<UInt8>, to kind: TrustAnchorKind, at index: Int) -> Bool {
    guard let anchor = anchor(kind, at: index) else { return false }
    return Self.permits(identifier, to: kind, anchor)
  }

  @inline(never)
  static func permits(_ identifier: Span<UInt8>, to kind: TrustAnchorKind, _ anchor: borrowing TrustAnchor)
    -> Bool
  {
    #if !WITHOUT_TRUST_ANCHOR_UPDATES
      if kind == .signer, !anchor.policy.contains(.managesTrustAnchors), isTrustAnchors(identifier) {
        return false
      }
    #endif
    return (try? anchor.permits(identifier)) ?? false
  }

  /// What the device was provisioned with.
  var provisioning: Provisioning {
    @_lifetime(copy self) get { Provisioning(decoded: content) }
  }

  /// The trust anchors that hold: the provisioned ones, or those that replaced them.
  private var anchors: TrustAnchorSet {
    @_lifetime(copy self) get {
      #if !WITHOUT_TRUST_ANCHOR_UPDATES
        if replacement.count > 0 { return TrustAnchorSet(decoded: replacement) }
      #endif
      return provisioning.anchors
    }
  }

  /// Number of anchors of a kind.
  @inline(never)
  func anchorCount(of kind: TrustAnchorKind) -> Int { anchors.count(of: kind) }

  /// An anchor of a kind; `index` is less than ``anchorCount(of:)``.
  @_lifetime(copy self)
  @inline(never)
  func anchor(_ kind: TrustAnchorKind, at index: Int) -> TrustAnchor? { try? anchors.anchor(kind, at: index) }

  /// Whether a TAM has to be attested.
  @inline(never)
  func needsAttestation(_ tam: Int) -> Bool {
    anchor(.tam, at: tam)?.policy.contains(.needsAttestation) ?? false
  }

  /// The numbers that a TAM's messages and the answers to them have.
  @inline(never)
  func numbers(of tam: Int) -> TEEPNumbers {
    anchor(.tam, at: tam)?.policy.contains(.speaksLegacyNumbers) == true ? .legacy : .final
  }

  /// One of the device's own keys.
  @_lifetime(copy self)
  @inline(never)
  func deviceKey(at index: Int) -> DeviceKey? { try? provisioning.deviceKey(at: index) }

  /// Number of the device's own keys.
  @inline(never)
  func deviceKeyCount() -> Int { provisioning.deviceKeyCount }

  /// The device's key for the algorithm of a TAM's key, or else its first one.
  @inline(never)
  func keyIndex(for tam: Int) -> Int {
    let algorithm = anchor(.tam, at: tam)?.algorithm
    return deviceKeyCount() > 1 && deviceKey(at: 1)?.algorithm == algorithm ? 1 : 0
  }

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
