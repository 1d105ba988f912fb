#if !WITHOUT_CERTIFICATES
  import TEEPCodec

  /// Signers whom a certificate authority among the trust anchors vouches for.
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// The TAM that signed a message by a key of its certificate; nil where the message comes without certificates.
    mutating func certifiedTAM(
      of message: Span<UInt8>, payload: ByteRange
    ) throws(AgentError) -> TrustedSigner? {
      do throws(CertificateFailure) {
        let signer = try store.trust.certifiedSigner(
          of: message, payload: message.bytes(ofPresent: payload), among: .tam, at: device.secondsSince1970,
          crypto: crypto)
        guard let signer else { return nil }
        note(signer)
        return signer.signer
      } catch {
        throw AgentError(error)
      }
    }

    /// Keeps by which key the TAM signs. What was proved of it was proved of another key.
    private mutating func note(_ tam: CertifiedSigner) {
      if certifiedTAM?.anchor != tam.anchor
        || certifiedTAM?.keyIdentifier.span.equals(tam.keyIdentifier.span) != true
      {
        agreements.noteAttestation(of: tam.anchor, false)
      }
      certifiedTAM = tam
    }

    /// Whose the signature of a manifest is by the certificates beside it; nil where nobody's who is trusted.
    mutating func certifiedSigner(ofManifest block: Span<UInt8>, digest: Span<UInt8>) -> TrustedSigner? {
      do throws(CertificateFailure) {
        return try store.trust.certifiedSigner(
          of: block, payload: digest, among: .signer, at: device.secondsSince1970, crypto: crypto)?.signer
      } catch {
        manifestCertificateFailure = error
        return nil
      }
    }
  }

  extension AgentError {
    /// draft-ietf-teep-protocol-26, section 4.6.
    init(_ failure: CertificateFailure) {
      switch failure {
      case .bad:
        self.init(.badCertificate, "a certificate that leads to no authority which this agent trusts for it")
      case .expired:
        self.init(.certificateExpired, "a certificate that has expired, or is not valid yet")
      }
    }
  }
#endif
