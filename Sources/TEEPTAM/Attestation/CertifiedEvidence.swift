import TEEPCodec
import TEEPHost

/// What evidence brings to show whose key has signed it. Nobody has checked it.
struct CertifiedEvidence {
  /// DER, that of the key first, each certified by the next (`x5chain`, RFC 9360).
  let certificates: [[UInt8]]
  /// The device that it is about.
  let ueid: [UInt8]

  /// Nil where it has no certificates or no UEID.
  init?(_ bytes: [UInt8]) throws(DecodeError) {
    let signed = try COSESigned(decodingCWT: bytes.span)
    guard let payload = signed.payload,
      let chain = try signed.certificateChain(of: try signed.signature(at: 0)),
      let ueid = [UInt8](copying: try EATClaims(decoding: payload).ueid)
    else { return nil }
    var certificates: [[UInt8]] = []
    for index in 0..<chain.count { certificates.append([UInt8](copying: try chain.certificate(at: index))) }
    self.certificates = certificates
    self.ueid = ueid
  }
}
