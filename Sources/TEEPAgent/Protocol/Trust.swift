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

  /// Which provisioned key made one of the signatures.
  ///
  /// A key identifier narrows the search; without one, each key of the signature's algorithm is tried. A key serves its one
  /// algorithm only, so that an attacker cannot choose another.
  ///
  /// - Parameter payload: what is signed: the attached payload or, for manifests, the detached digest.
  /// - Returns: the index of the anchor; nil where no signature is one of a trusted key.
  @inline(never)
  func signer<Crypto: AgentCrypto & ~Copyable>(
    of signed: borrowing COSESigned, payload: Span<UInt8>, among kind: TrustAnchorKind,
    crypto: borrowing Crypto
  ) -> Int? {
    for index in 0..<anchorCount(of: kind) {
      for signatureIndex in 0..<signed.signatureCount
      where isMade(by: index, of: kind, signatureIndex, of: signed, payload: payload, crypto: crypto) {
        return index
      }
    }
    return nil
  }

  /// Whether an anchor's key made one of the signatures.
  @inline(never)
  private func isMade<Crypto: AgentCrypto & ~Copyable>(
    by index: Int, of kind: TrustAnchorKind, _ signatureIndex: Int, of signed: borrowing COSESigned,
    payload: Span<UInt8>, crypto: borrowing Crypto
  ) -> Bool {
    guard let signature = try? signed.signature(at: signatureIndex), let algorithm = signature.algorithm,
      let anchor = anchor(kind, at: index), anchor.verifies(algorithm)
    else { return false }
    if let keyIdentifier = signed.keyIdentifier(of: signature), !keyIdentifier.equals(anchor.keyIdentifier) {
      return false
    }
    return crypto.verify(
      algorithm, publicKey: anchor.publicKey,
      structure: signed.structure(for: signature, payload: payload),
      signature: signed.value(of: signature))
  }

  /// Which provisioned symmetric key made the code of a COSE_Mac0.
  @inline(never)
  func signer<HMAC: HMACSHA256Computation>(
    of mac: borrowing COSEMac, payload: Span<UInt8>, computation: HMAC.Type
  ) -> Int? {
    guard mac.isMac0, mac.algorithm == .hmac256 else { return nil }
    for index in 0..<anchorCount(of: .signer) {
      guard let anchor = anchor(.signer, at: index), anchor.algorithm == .hmac256 else { continue }
      if let keyIdentifier = mac.keyIdentifier, !keyIdentifier.equals(anchor.keyIdentifier) { continue }
      guard mac.structure(payload: payload).hasCode(mac.tag, by: HMAC.self, key: anchor.publicKey) else {
        continue
      }
      return index
    }
    return nil
  }

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
