#if !WITHOUT_EVIDENCE
  import TEEPCodec

  /// Evidence about the device (RFC 9711; draft-ietf-teep-protocol-26, section 5).
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// The media type of evidence: an EAT that is no attestation result of TEEP's own profile.
    static var evidenceFormat: StaticString { #"application/eat+cwt; eat_profile="urn:ietf:rfc:rfc9711""# }

    /// Demands that what a QueryRequest wants to be proved can be (section 4.2).
    @inline(never)
    mutating func demandEvidence(for request: borrowing TEEPMessage) throws(AgentError) {
      guard store.trust.hasAttestation() else {
        throw AgentError(.unsupportedExtension, "this agent has no evidence to give")
      }
      guard let challenge = request.string(.challenge) else {
        if canBeFreshByTime, request.offers(.timestamp) { return }
        throw AgentError(.permanentError, "fresh by a nonce, but without a challenge")
      }
      guard EATLimits.nonce ~= challenge.count else {
        throw AgentError(.permanentError, "a challenge that no EAT can hold")
      }
    }

    /// Adds what proves the device to a QueryResponse: where there is no challenge, the attestation result that a TAM gave
    /// it (the passport model of RFC 9334), and evidence otherwise.
    ///
    /// - Returns: whether it is evidence, whose format has to be said.
    @inline(__always)
    mutating func encodeProof(
      _ challenge: Span<UInt8>?, for tam: Int, into message: inout TEEPMessageWriter
    ) throws(EncodeError) -> Bool {
      if challenge == nil, hasAttestationResult {
        try message.byteString(.attestationPayload, store.content(.attestationResult))
        return false
      }
      try message.byteString(.attestationPayload) { (cbor) throws(EncodeError) in
        try encrypt(for: tam, purpose: .eatEncryption, into: &cbor) { (agent, content) throws(EncodeError) in
          try agent.encodeEvidence(challenge, for: tam, into: &content)
        }
      }
      return true
    }

    /// Writes a COSE_Sign1 of the attestation key around the claims.
    @inline(never)
    private mutating func encodeEvidence(
      _ challenge: Span<UInt8>?, for tam: Int, into cbor: inout CBORWriter
    ) throws(EncodeError) {
      // Nothing changes the store while an answer is written.
      let mapping = store.mapping
      let trust = store.trust(in: mapping.bytes)
      guard let attestation = trust.attestation() else { throw .notEncodable }
      try cbor.tag(COSESigned.sign1Tag)
      try cbor.array(4)
      #if !WITHOUT_CERTIFICATES
        try cbor.coseHeaders(
          attestation.algorithm, keyIdentifier: attestation.keyIdentifier,
          encodedCertificates: attestation.encodedCertificates)
      #else
        try cbor.coseHeaders(attestation.algorithm, keyIdentifier: attestation.keyIdentifier)
      #endif
      var count = 0
      try cbor.byteString { (content) throws(EncodeError) in
        let start = content.count
        try encodeClaims(of: attestation, challenge, for: tam, into: &content)
        count = content.count &- start
      }
      let bucket = COSEProtectedBucket(attestation.algorithm)
      var signature = InlineArray<64, UInt8>(repeating: 0)
      var signatureSpan = signature.mutableSpan
      let isSigned = crypto.sign(
        attestation.algorithm, privateKey: attestation.privateKey,
        structure: SignatureStructure(
          sign1Protected: bucket.bytes, payload: cbor.bytes.extracting(last: count)),
        into: &signatureSpan)
      guard isSigned else { throw .notEncodable }
      try cbor.byteString(signatureSpan.span)
    }

    /// Writes the claims in the order of their labels.
    @inline(never)
    private mutating func encodeClaims(
      of attestation: borrowing Attestation, _ challenge: Span<UInt8>?, for tam: Int,
      into cbor: inout CBORWriter
    ) throws(EncodeError) {
      let time = device.secondsSince1970
      try cbor.map(6 &+ (time == nil ? 0 : 1) &+ (challenge == nil ? 0 : 1))
      if let time {
        try cbor.integer(Int64(EATClaim.issuedAt.rawValue))
        try cbor.integer(time)
      }
      let mapping = store.mapping
      let trust = store.trust(in: mapping.bytes)
      guard let key = trust.deviceKey(at: keyIndex) else { throw .notEncodable }
      try cbor.integer(Int64(EATClaim.confirmation.rawValue))
      // The identifier of a key (RFC 8747, section 3.4).
      try cbor.map(1)
      try cbor.unsigned(3)
      try cbor.byteString(key.keyIdentifier)
      if let challenge {
        try cbor.integer(Int64(EATClaim.nonce.rawValue))
        try cbor.byteString(challenge)
      }
      try cbor.integer(Int64(EATClaim.ueid.rawValue))
      try cbor.byteString(attestation.ueid)
      try cbor.integer(Int64(EATClaim.oemIdentifier.rawValue))
      try cbor.raw(attestation.encodedOEMIdentifier)
      try cbor.integer(Int64(EATClaim.hardwareModel.rawValue))
      try cbor.byteString(attestation.hardwareModel)
      try cbor.integer(Int64(EATClaim.hardwareVersion.rawValue))
      try cbor.array(1)
      try cbor.textString(attestation.hardwareVersion)
      try cbor.integer(Int64(EATClaim.manifests.rawValue))
      try cbor.list { (cbor) throws(EncodeError) in
        try cbor.eatManifest(contentFormat: Self.referenceFormat, body: attestation.encodedReference)
        return try encodeReferences(for: tam, into: &cbor) &+ 1
      }
    }

    /// The CoAP content format of CBOR, as in the draft's example: SUIT_Reference has none of its own yet.
    private static var referenceFormat: UInt16 { 60 }

    /// Writes the SUIT_Reference of each installed manifest that the TAM may manage.
    ///
    /// - Returns: the number of items.
    @inline(never)
    private mutating func encodeReferences(for tam: Int, into cbor: inout CBORWriter) throws(EncodeError)
      -> Int
    {
      var count = 0
      for index in 0..<store.manifestCount {
        guard let installed = store.manifest(at: index) else { break }
        guard store.trust.isPermitted(installed.identifier, to: .tam, at: tam) else { continue }
        guard let manifest = try? SUITManifest(decoding: installed.manifest) else { continue }
        try cbor.array(2)
        try cbor.unsigned(UInt64(Self.referenceFormat))
        try cbor.byteString { (body) throws(EncodeError) in
          try body.suitReference(uri: manifest.referenceURI, manifestSHA256: installed.digest)
        }
        count &+= 1
      }
      return count
    }

    /// Keeps the attestation result that a TAM gives the device, to be presented later. One that is about another key, that
    /// is too long, or that the store has no room for, is not kept.
    @inline(never)
    mutating func keepAttestationResult(of update: borrowing TEEPMessage) {
      guard update.string(.attestationPayloadFormat) == nil, let result = update.string(.attestationPayload),
        StoreContent.attestationResult.limits ~= result.count,
        store.trust.isAttestationResult(result, ofKey: keyIndex),
        !store.content(.attestationResult).equals(result), contentWear.grant()
      else { return }
      do throws(StoreError) {
        try store.put(result, as: .attestationResult)
        try store.commit()
        noteContentChange()
      } catch {}
    }
  }

  extension Trust {
    /// Whether an attestation result is about one of the device's keys: relying parties believe it of the key that the
    /// message is signed with which it comes in (section 7.1.1.1). Whether the verifier is to be believed is theirs to say.
    @inline(never)
    func isAttestationResult(_ result: Span<UInt8>, ofKey index: Int) -> Bool {
      guard let signed = try? COSESigned(decodingCWT: result), let payload = signed.payload,
        let claims = try? EATClaims(decoding: payload), let subject = claims.confirmationKeyIdentifier,
        let key = deviceKey(at: index)
      else { return false }
      return subject.equals(key.keyIdentifier)
    }

    /// What evidence is made from.
    @_lifetime(copy self)
    @inline(never)
    func attestation() -> Attestation? { try? provisioning.attestation() }

    /// Whether the device was given what evidence is made from.
    func hasAttestation() -> Bool { attestation() != nil }
  }
#endif
