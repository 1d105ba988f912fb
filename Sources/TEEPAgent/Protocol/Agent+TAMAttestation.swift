#if !WITHOUT_TAM_ATTESTATION
  import TEEPCodec

  /// Attestation of a TAM (draft-ietf-teep-protocol-26, section 6.2, step 3): where its anchor says so, each QueryRequest has
  /// to carry an attestation result of a verifier that the device trusts, and an Update is processed after such a request
  /// alone.
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// Demands that the TAM is attested, by a QueryRequest itself or by the one before another message.
    @inline(never)
    mutating func demandAttestation(of tam: Int, by message: borrowing TEEPMessage) throws(AgentError) {
      guard store.trust.needsAttestation(tam) else { return }
      if message.type == .queryRequest {
        agreements.noteAttestation(of: tam, false)
        guard let result = message.string(.attestationPayload) else { throw Self.attestationRequired }
        guard message.string(.attestationPayloadFormat) == nil else {
          throw AgentError(.permanentError, "this agent appraises no evidence of a TAM")
        }
        guard accepts(result, of: tam) else { throw Self.attestationRequired }
        challengedTAM = nil
        agreements.noteAttestation(of: tam, true)
      }
      guard agreements.isAttested(tam) else { throw Self.attestationRequired }
    }

    private static var attestationRequired: AgentError {
      AgentError(.attestationRequired, "this TAM has to be attested")
    }

    /// Whether an attestation result is of a trusted verifier, says so of the key that the TAM signs with, and is fresh: by
    /// the device's challenge, or by its expiration where the device has a clock.
    @inline(never)
    private mutating func accepts(_ result: Span<UInt8>, of tam: Int) -> Bool {
      guard let signed = try? COSESigned(decodingCWT: result), let payload = signed.payload else {
        return false
      }
      let verifier = store.trust.signer(
        of: signed.bytes, payload: payload, among: .verifier, crypto: crypto)
      guard let verifier, verifier.verdict.isGenuine, let claims = try? EATClaims(decoding: payload),
        let key = claims.confirmationKeyIdentifier, isKey(key, of: tam)
      else { return false }
      let time = device.secondsSince1970
      if let end = claims.expirationTime, let time, time >= end { return false }
      if let nonce = claims.nonce { return challengedTAM == tam && challenge.span.equals(nonce) }
      return time != nil && claims.expirationTime != nil
    }

    /// Whether a key identifier is that of the key that a TAM signs with.
    @inline(__always)
    private mutating func isKey(_ keyIdentifier: Span<UInt8>, of tam: Int) -> Bool {
      #if !WITHOUT_CERTIFICATES
        if store.trust.isAuthority(tam) {
          guard let certifiedTAM, certifiedTAM.anchor == tam else { return false }
          return certifiedTAM.keyIdentifier.span.equals(keyIdentifier)
        }
      #endif
      return store.trust.isKey(keyIdentifier, of: tam)
    }

    /// Makes the challenge that an Error demands the attestation with.
    mutating func challenge(_ tam: Int) {
      var bytes = challenge.mutableSpan
      device.fill(&bytes)
      challengedTAM = tam
    }
  }

  extension Trust {
    /// Whether a key identifier is that of a TAM's key.
    @inline(never)
    fileprivate func isKey(_ keyIdentifier: Span<UInt8>, of tam: Int) -> Bool {
      guard let anchor = anchor(.tam, at: tam) else { return false }
      return anchor.keyIdentifier.equals(keyIdentifier)
    }
  }
#else
  import TEEPCodec

  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// Refuses a TAM that has to be attested, which this agent cannot do.
    @inline(never)
    mutating func demandAttestation(of tam: Int, by _: borrowing TEEPMessage) throws(AgentError) {
      guard !store.trust.needsAttestation(tam) else {
        throw AgentError(.permanentError, "this agent cannot attest a TAM that has to be")
      }
    }
  }
#endif
