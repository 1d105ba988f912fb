public import TEEPCodec

/// What is to be thought of certificates.
public enum CertificateVerdict: Sendable {
  /// They are valid, and lead to the authority.
  case valid
  /// One of them has expired, or is not valid yet; all else is right.
  case expired
  /// They are not to be trusted, or cannot be read.
  case invalid
}

extension AgentCrypto where Self: ~Copyable {
  /// A port validates no certificates unless it says otherwise.
  public func certifiedKey(
    _ chain: borrowing COSECertificateChain, authority: Span<UInt8>, name: Span<UInt8>, time: Int64,
    into publicKey: inout MutableSpan<UInt8>
  ) -> CertificateVerdict { .invalid }
}
