import CMbedTLS
public import TEEPAgent
public import TEEPCodec

extension MbedTLSCrypto {
  /// By mbed TLS, which checks signatures, names, basicConstraints, path lengths and that no critical extension is unknown
  /// to it. This adds what it leaves out: that keyUsage is there, and the time, which the agent's own clock tells.
  public func certifiedKey(
    _ chain: borrowing COSECertificateChain, authority: Span<UInt8>, name: Span<UInt8>, time: Int64,
    into publicKey: inout MutableSpan<UInt8>
  ) -> CertificateVerdict {
    guard publicKey.count == 64, var certificates = Certificates(chain),
      certificates.isVerified(by: authority, name: name), certificates.areMeantForThis,
      certificates.copyKey(into: &publicKey)
    else { return .invalid }
    return certificates.areValid(at: time) ? .valid : .expired
  }
}
