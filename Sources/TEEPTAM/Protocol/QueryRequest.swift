import TEEPCodec
import TEEPHost

/// The QueryRequest that opens a session: it asks for the installed components, and has a token, since it does not ask
/// for attestation (draft-ietf-teep-protocol-26, section 4.2).
struct QueryRequest {
  let token: [UInt8]
  /// One cipher suite of each.
  let algorithms: [COSEAlgorithm]

  /// What comes with a SUIT report or a manifest: hash, authentication, key exchange, encryption. A TAM supports all of
  /// them (section 8.2).
  private static let profiles: [[COSEAlgorithm]] = [
    [.sha256, .esp256, .ecdhESA128KW, .a128CTR],
    [.sha256, .ed25519, .ecdhESA128KW, .a128CTR],
    [.sha256, .esp256, .ecdhESA128KW, .a128GCM],
    [.sha256, .ed25519, .ecdhESA128KW, .chaCha20Poly1305],
  ]

  /// The encoded message.
  var encoded: [UInt8] {
    let cipherSuites = [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(algorithms.count)
      for algorithm in algorithms {
        // One operation: a COSE_Sign1 with the algorithm (section 8.1).
        try writer.array(1)
        try writer.array(2)
        try writer.unsigned(COSESigned.sign1Tag)
        try writer.integer(Int64(algorithm.rawValue))
      }
    })
    let profiles = [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(Self.profiles.count)
      for profile in Self.profiles {
        try writer.array(profile.count)
        for algorithm in profile { try writer.integer(Int64(algorithm.rawValue)) }
      }
    })
    return [UInt8](message: .queryRequest) { (writer) throws(EncodeError) in
      // Version 0 is the only one there is.
      try writer.list(.versions, count: 1) { (versions) throws(EncodeError) in try versions.unsigned(0) }
      try writer.byteString(.token, token.span)
    } finish: { (writer) throws(EncodeError) in
      try writer.finish(
        cipherSuites: cipherSuites.span, profiles: profiles.span, dataItemRequested: .trustedComponents)
    }
  }
}
