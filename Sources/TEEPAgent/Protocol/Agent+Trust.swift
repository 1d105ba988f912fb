import TEEPCodec

/// Whom a signature is checked against.
enum TrustAnchorKind {
  case tam
  case signer
}

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Which provisioned key made one of the signatures.
  ///
  /// A key identifier narrows the search; without one, each key of the signature's algorithm is tried. A key serves its one
  /// algorithm only, so that an attacker cannot choose another.
  ///
  /// - Parameter payload: what is signed: the attached payload or, for manifests, the detached digest.
  /// - Returns: the index of the anchor; nil where no signature is one of a trusted key.
  @inline(never)
  func signer(
    of signed: borrowing COSESigned, payload: Span<UInt8>, among kind: TrustAnchorKind
  ) -> Int? {
    guard let provisioning = try? Provisioning(decoding: store.provisioning) else { return nil }
    let anchorCount = kind == .tam ? provisioning.tamCount : provisioning.signerCount
    for signatureIndex in 0..<signed.signatureCount {
      guard let signature = try? signed.signature(at: signatureIndex), let algorithm = signature.algorithm
      else {
        continue
      }
      for index in 0..<anchorCount {
        guard
          let anchor = try? kind == .tam ? provisioning.tam(at: index) : provisioning.signer(at: index),
          anchor.algorithm == algorithm
        else { continue }
        if let keyIdentifier = signed.keyIdentifier(of: signature),
          !keyIdentifier.equals(anchor.keyIdentifier)
        {
          continue
        }
        if crypto.verify(
          algorithm, publicKey: anchor.publicKey,
          structure: signed.structure(for: signature, payload: payload),
          signature: signed.value(of: signature))
        {
          return index
        }
      }
    }
    return nil
  }

  /// Whether a TAM or a signer may manage or sign for what has this encoded identifier.
  @inline(never)
  func isPermitted(_ identifier: Span<UInt8>, to kind: TrustAnchorKind, at index: Int) -> Bool {
    guard let provisioning = try? Provisioning(decoding: store.provisioning),
      let anchor = try? kind == .tam ? provisioning.tam(at: index) : provisioning.signer(at: index)
    else { return false }
    return (try? anchor.permits(identifier)) ?? false
  }
}
