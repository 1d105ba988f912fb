import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Answers with an Error, which carries the token of the message that it answers.
  @inline(never)
  mutating func respond(
    with error: AgentError, token: Span<UInt8>?, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    do throws(EncodeError) {
      let count = try encode(error, token: token, into: Self.payloadSpan(of: &response))
      return sign(payloadCount: count, response: &response)
    } catch { return .failure(.signingFailed) }
  }

  /// The fields that each code demands are those of draft-ietf-teep-protocol-26, section 4.6.
  @inline(never)
  private mutating func encode(
    _ error: AgentError, token: Span<UInt8>?, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var message = try TEEPMessageWriter(.error, numbers: numbers, into: output)
    if error.code == .unsupportedCipherSuites {
      try message.list(.supportedCipherSuites, keepsEmpty: false) { (cbor) throws(EncodeError) in
        try encodeCipherSuites(into: &cbor)
      }
    }
    #if !WITHOUT_TAM_ATTESTATION
      if error.code == .attestationRequired {
        challenge(sendingTAM ?? 0)
        try message.byteString(.challenge, challenge.span)
      }
    #endif
    if error.code == .unsupportedMsgVersion {
      try message.list(.versions, count: 1) { (cbor) throws(EncodeError) in try cbor.unsigned(0) }
    }
    #if !WITHOUT_TAM_ATTESTATION
      if error.code == .unsupportedSUITReport {
        try message.list(.supportedSUITCOSEProfiles, keepsEmpty: false) { (cbor) throws(EncodeError) in
          try encodeProfiles(into: &cbor)
        }
      }
    #endif
    try message.textString(.errMsg, error.message)
    if failedManifest != nil {
      try message.list(.suitReports, count: 1) { (cbor) throws(EncodeError) in
        try encodeFailureReport(nonce: token, into: &cbor)
      }
    }
    if let token { try message.byteString(.token, token) }
    if error.code == .unsupportedFreshnessMechanisms || error.code == .attestationRequired {
      // Of a TAM's attestation the agent can tell the age by its own clock alone.
      let hasClock = device.secondsSince1970 != nil
      let hasTime = error.code == .attestationRequired ? hasClock : canBeFreshByTime
      try message.list(.supportedFreshnessMechanisms, count: hasTime ? 2 : 1) { (cbor) throws(EncodeError) in
        try cbor.unsigned(FreshnessMechanism.nonce.rawValue)
        if hasTime { try cbor.unsigned(FreshnessMechanism.timestamp.rawValue) }
      }
    }
    return try message.finish(errorCode: error.code)
  }

  /// Writes the cipher suite of each of the device's keys.
  ///
  /// - Returns: the number of items.
  private mutating func encodeCipherSuites(into cbor: inout CBORWriter) throws(EncodeError) -> Int {
    let count = store.trust.deviceKeyCount()
    for index in 0..<count {
      guard let key = store.trust.deviceKey(at: index) else { throw .notEncodable }
      try cbor.array(1)
      try cbor.array(2)
      try cbor.unsigned(COSESigned.sign1Tag)
      try cbor.integer(Int64(key.algorithm.rawValue))
    }
    return count
  }

  /// The part of a response buffer where the payload is written.
  @_lifetime(&response)
  static func payloadSpan(of response: inout MutableSpan<UInt8>) -> MutableSpan<UInt8> {
    let end = max(COSESign1Frame.payloadOffset, response.count &- COSESign1Frame.trailerCount)
    return response._mutatingExtracting(min(COSESign1Frame.payloadOffset, end)..<min(end, response.count))
  }

  /// Puts a COSE_Sign1 of the device's key around the payload.
  @inline(never)
  mutating func sign(payloadCount: Int, response: inout MutableSpan<UInt8>) -> AgentAnswer {
    guard let (start, end) = wrap(payloadCount: payloadCount, in: &response) else {
      return .failure(.notProvisioned)
    }
    var signature = InlineArray<64, UInt8>(repeating: 0)
    var signatureSpan = signature.mutableSpan
    let payload = COSESign1Frame.payloadOffset..<COSESign1Frame.payloadOffset &+ payloadCount
    guard sign(response.span.extracting(payload), into: &signatureSpan) else {
      return .failure(.signingFailed)
    }
    let bytes = signature.span
    for index in bytes.indices { response[end &+ index] = bytes[index] }
    return .message(start: start, count: end &- start &+ bytes.count)
  }

  private mutating func wrap(
    payloadCount: Int, in response: inout MutableSpan<UInt8>
  ) -> (start: Int, signature: Int)? {
    guard let key = store.trust.deviceKey(at: keyIndex) else { return nil }
    return try? COSESign1Frame(key.algorithm).wrap(
      payloadCount: payloadCount, keyIdentifier: key.keyIdentifier, in: &response)
  }

  private mutating func sign(_ payload: Span<UInt8>, into signature: inout MutableSpan<UInt8>) -> Bool {
    guard let key = store.trust.deviceKey(at: keyIndex) else { return false }
    let frame = COSESign1Frame(key.algorithm)
    return crypto.sign(
      key.algorithm, privateKey: key.privateKey,
      structure: SignatureStructure(sign1Protected: frame.protected, payload: payload), into: &signature)
  }
}
