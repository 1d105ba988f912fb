#if !WITHOUT_CERTIFICATES
  import TEEPCodec

  /// Whom a certificate authority among the trust anchors vouches for.
  struct CertifiedSigner {
    /// The anchor, and what the check of the signature found.
    let signer: TrustedSigner
    /// The thumbprint of the certified key (RFC 9679).
    let keyIdentifier: InlineArray<32, UInt8>

    /// The index of the anchor.
    var anchor: Int { signer.index }
  }

  /// Why certificates do not count.
  enum CertificateFailure: Error {
    case bad
    case expired
  }

  extension Trust {
    /// Which authority vouches for the key that made one of the signatures, by the certificates that came with it
    /// (`x5chain`, RFC 9360).
    ///
    /// - Parameters:
    ///   - message: a COSE_Sign1 or COSE_Sign.
    ///   - payload: what is signed.
    ///   - time: seconds since 1970; without a clock no certificate can be told to be valid.
    /// - Returns: nil where there are no certificates, or nobody to vouch for them.
    func certifiedSigner<Crypto: AgentCrypto & ~Copyable>(
      of message: Span<UInt8>, payload: Span<UInt8>, among kind: TrustAnchorKind, at time: Int64?,
      crypto: borrowing Crypto
    ) throws(CertificateFailure) -> CertifiedSigner? {
      var failure: CertificateFailure?
      for index in 0..<anchorCount(of: kind) {
        guard let anchor = anchor(kind, at: index), anchor.policy.contains(.certifiesKeys) else { continue }
        for position in 0..<COSESigned.maximumSignatures {
          do throws(CertificateFailure) {
            let key = try Self.certifiedKey(at: position, of: message, by: anchor, at: time, crypto: crypto)
            guard let key else { continue }
            let (verdict, identifier) = try Self.verify(
              key, at: position, of: message, payload: payload, crypto: crypto)
            guard verdict.isGenuine else { throw .bad }
            return CertifiedSigner(
              signer: TrustedSigner(index: index, verdict: verdict), keyIdentifier: identifier)
          } catch {
            // That all else is right says more than that another authority does not know the certificates.
            if failure != .expired { failure = error }
          }
        }
      }
      if let failure { throw failure }
      return nil
    }

    /// Whether the anchor of a TAM is a certificate authority.
    func isAuthority(_ tam: Int) -> Bool {
      anchor(.tam, at: tam)?.policy.contains(.certifiesKeys) ?? false
    }

    /// The key that certificates say is the signer's; nil where the signature comes without, or cannot be the authority's.
    private static func certifiedKey<Crypto: AgentCrypto & ~Copyable>(
      at position: Int, of message: Span<UInt8>, by authority: borrowing TrustAnchor, at time: Int64?,
      crypto: borrowing Crypto
    ) throws(CertificateFailure) -> InlineArray<64, UInt8>? {
      guard let signed = try? COSESigned(decoding: message), position < signed.signatureCount,
        let signature = try? signed.signature(at: position), let algorithm = signature.algorithm,
        authority.verifies(algorithm), let name = authority.certifiedName
      else { return nil }
      let chain: COSECertificateChain
      do throws(DecodeError) {
        guard let found = try signed.certificateChain(of: signature) else { return nil }
        chain = found
      } catch { throw .bad }
      guard let time else { throw .expired }
      var key = InlineArray<64, UInt8>(repeating: 0)
      var bytes = key.mutableSpan
      switch crypto.certifiedKey(chain, authority: authority.publicKey, name: name, time: time, into: &bytes)
      {
      case .valid: return key
      case .expired: throw .expired
      case .invalid: throw .bad
      }
    }

    /// Checks a signature by the certified key, whose identifier the one beside it has to be.
    ///
    /// - Returns: what was found, and the thumbprint of the key.
    private static func verify<Crypto: AgentCrypto & ~Copyable>(
      _ key: InlineArray<64, UInt8>, at position: Int, of message: Span<UInt8>, payload: Span<UInt8>,
      crypto: borrowing Crypto
    ) throws(CertificateFailure) -> (SignatureVerdict, InlineArray<32, UInt8>) {
      var hash = Crypto.SHA256()
      KeyThumbprintInput(p256X: key.span.extracting(first: 32), y: key.span.extracting(last: 32))
        .forEachPiece { piece in hash.update(piece) }
      var thumbprint = InlineArray<32, UInt8>(repeating: 0)
      var bytes = thumbprint.mutableSpan
      hash.finish(into: &bytes)
      guard let signed = try? COSESigned(decoding: message),
        let signature = try? signed.signature(at: position)
      else { throw .bad }
      if let identifier = signed.keyIdentifier(of: signature), !identifier.equals(thumbprint.span) {
        throw .bad
      }
      let verdict = verify(
        signed.value(of: signature), at: position, of: message, payload: payload, key: key.span,
        crypto: crypto)
      return (verdict, thumbprint)
    }
  }
#endif
