import TEEPCodec

/// Whose a signature or MAC is.
///
/// To verify one takes most of the stack. So a message is not decoded once for all: each function takes the view that it
/// needs, and nothing but spans is left of it when the signature is verified.
extension Trust {
  /// Which provisioned key made one of the signatures.
  ///
  /// A key identifier narrows the search; without one, each key of the signature's algorithm is tried. A key serves its one
  /// algorithm only, so that an attacker cannot choose another.
  ///
  /// - Parameters:
  ///   - message: a COSE_Sign1 or COSE_Sign.
  ///   - payload: what is signed: the attached payload or, for manifests, the detached digest.
  /// - Returns: the anchor; nil where no signature is one of a trusted key.
  @inline(never)
  func signer<Crypto: AgentCrypto & ~Copyable>(
    of message: Span<UInt8>, payload: Span<UInt8>, among kind: TrustAnchorKind, crypto: borrowing Crypto
  ) -> TrustedSigner? {
    for index in 0..<anchorCount(of: kind) {
      for position in 0..<COSESigned.maximumSignatures {
        var key = Span<UInt8>()
        guard let value = signature(at: position, of: message, by: kind, at: index, key: &key) else {
          continue
        }
        let verdict = Self.verify(
          value, at: position, of: message, payload: payload, key: key, crypto: crypto)
        if verdict.isGenuine { return TrustedSigner(index: index, verdict: verdict) }
      }
    }
    return nil
  }

  /// A signature that can be an anchor's, by its algorithm and key identifier; `key` is that anchor's public key then.
  @_lifetime(copy message)
  @_lifetime(key: copy self)
  @inline(never)
  private func signature(
    at position: Int, of message: Span<UInt8>, by kind: TrustAnchorKind, at index: Int,
    key: inout Span<UInt8>
  ) -> Span<UInt8>? {
    guard let signed = try? COSESigned(decoding: message), position < signed.signatureCount,
      let signature = try? signed.signature(at: position), let algorithm = signature.algorithm,
      let anchor = anchor(kind, at: index), anchor.verifies(algorithm)
    else { return nil }
    #if !WITHOUT_CERTIFICATES
      guard !anchor.policy.contains(.certifiesKeys) else { return nil }
    #endif
    if let keyIdentifier = signed.keyIdentifier(of: signature), !keyIdentifier.equals(anchor.keyIdentifier) {
      return nil
    }
    key = anchor.publicKey
    return signed.value(of: signature)
  }

  @inline(never)
  static func verify<Crypto: AgentCrypto & ~Copyable>(
    _ value: Span<UInt8>, at position: Int, of message: Span<UInt8>, payload: Span<UInt8>, key: Span<UInt8>,
    crypto: borrowing Crypto
  ) -> SignatureVerdict {
    do throws(DecodeError) {
      let algorithm = try algorithm(of: message, at: position)
      let structure = try structure(of: message, at: position, payload: payload)
      return crypto.verify(algorithm, publicKey: key, structure: structure, signature: value)
    } catch { return .forged }
  }

  @inline(never)
  private static func algorithm(of message: Span<UInt8>, at position: Int) throws(DecodeError)
    -> COSEAlgorithm
  {
    let signature = try COSESigned(decoding: message).signature(at: position)
    return signature.algorithm ?? COSEAlgorithm(rawValue: 0)
  }

  @_lifetime(copy message, copy payload)
  @inline(never)
  private static func structure(
    of message: Span<UInt8>, at position: Int, payload: Span<UInt8>
  ) throws(DecodeError) -> SignatureStructure {
    let signed = try COSESigned(decoding: message)
    return signed.structure(for: try signed.signature(at: position), payload: payload)
  }

  /// Which provisioned symmetric key made the code of a COSE_Mac0.
  @inline(never)
  func signer<HMAC: HMACSHA256Computation>(
    of mac: borrowing COSEMac, payload: Span<UInt8>, computation: HMAC.Type
  ) -> TrustedSigner? {
    guard mac.isMac0, mac.algorithm == .hmac256 else { return nil }
    for index in 0..<anchorCount(of: .signer) {
      guard let anchor = anchor(.signer, at: index), anchor.algorithm == .hmac256 else { continue }
      if let keyIdentifier = mac.keyIdentifier, !keyIdentifier.equals(anchor.keyIdentifier) { continue }
      let isRight = mac.structure(payload: payload).hasCode(mac.tag, by: HMAC.self, key: anchor.publicKey)
      if isRight { return TrustedSigner(index: index, verdict: SignatureVerdict(libraryResult: 1)) }
    }
    return nil
  }
}
