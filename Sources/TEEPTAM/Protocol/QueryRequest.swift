import TEEPCodec
import TEEPHost

/// The QueryRequest that opens a session or goes on with one (draft-ietf-teep-protocol-26, section 4.2).
struct QueryRequest {
  /// The token or, where evidence is asked for, the challenge: never both.
  let nonce: [UInt8]
  let offer: Offer
  /// What attests the TAM.
  var attestation: AttestationPayload?

  /// What comes with a SUIT report or a manifest. A TAM supports all of them (section 8.2).
  private static let profiles: [SUITCOSEProfile] = [
    .sha256ESP256ECDHA128CTR, .sha256Ed25519ECDHA128CTR, .sha256ESP256ECDHA128GCM,
    .sha256Ed25519ECDHChaChaPoly,
  ]

  /// The encoded message.
  var encoded: [UInt8] {
    let cipherSuites = [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(offer.suites.count)
      for suite in offer.suites {
        // One operation: a COSE_Sign1 with the algorithm (section 8.1).
        try writer.array(1)
        try writer.array(2)
        try writer.unsigned(COSESigned.sign1Tag)
        try writer.integer(Int64(suite.algorithm.rawValue))
      }
    })
    let profiles = [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(Self.profiles.count)
      for profile in Self.profiles { try writer.suitCOSEProfile(profile) }
    })
    return [UInt8](message: .queryRequest, in: offer.dialect) { (writer) throws(EncodeError) in
      if offer.asksForAttestation { try writer.byteString(.challenge, nonce.span) }
      // Version 0 is the only one there is.
      try writer.list(.versions, count: 1) { (versions) throws(EncodeError) in try versions.unsigned(0) }
      if let attestation { try writer.byteString(.attestationPayload, attestation.bytes.span) }
      if let format = attestation?.format {
        let text = Array(format.utf8)
        try writer.textString(.attestationPayloadFormat, text.span)
      }
      if !offer.asksForAttestation { try writer.byteString(.token, nonce.span) }
      // Absent, the list is that of the nonce alone; the message is then the same in both dialects.
      if offer.asksForAttestation, offer.freshness != [.nonce] {
        try writer.list(.supportedFreshnessMechanisms, count: offer.freshness.count) {
          (list) throws(EncodeError) in
          for mechanism in offer.freshness { try list.unsigned(mechanism.rawValue) }
        }
      }
    } finish: { (writer) throws(EncodeError) in
      try writer.finish(
        cipherSuites: cipherSuites.span, profiles: profiles.span, dataItemRequested: offer.dataItems)
    }
  }
}
