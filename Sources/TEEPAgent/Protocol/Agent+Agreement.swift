import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Agrees on what a QueryRequest offers, or throws the error that says what is missing (draft-ietf-teep-protocol-26,
  /// section 6, steps 1 and 2). What is agreed on holds for all later messages of the TAM.
  @inline(never)
  mutating func agree(on request: borrowing TEEPMessage, with tam: Int) throws(AgentError) {
    guard let index = store.trust.offeredKey(of: request, preferring: keyIndex) else {
      throw AgentError(.unsupportedCipherSuites, "no offered cipher suite is supported")
    }
    keyIndex = index
    guard request.offersVersion() else {
      throw AgentError(.unsupportedMsgVersion, "no offered version is supported")
    }
    let wantsAttestation = request.dataItemRequested.contains(.attestation)
    if wantsAttestation, !request.offers(.nonce), !(canBeFreshByTime && request.offers(.timestamp)) {
      throw AgentError(.unsupportedFreshnessMechanisms, "no offered freshness mechanism is supported")
    }
    try demandAttestation(of: tam, by: request)
    #if !WITHOUT_TAM_ATTESTATION
      try demandReadableReports(request)
    #endif
    let hasNeither = request.token == nil && request.string(.challenge) == nil
    #if !WITHOUT_CERTIFICATES
      // Nothing comes unasked for a TAM whose certificate is not kept, and may have expired (section 6.2.1).
      let allowsUnasked = hasNeither && !store.trust.isAuthority(tam)
    #else
      let allowsUnasked = hasNeither
    #endif
    agreements.note(tam, keyIndex: index, allowsUnasked: allowsUnasked)
    #if !WITHOUT_RESPONSE_ENCRYPTION && !WITHOUT_AES_GCM
      agreements.noteEncryption(
        for: tam, isGCM: request.offers(encryption: .a128GCM) && !request.offers(encryption: .a128CTR))
    #endif
  }

  /// Has the device answer a TAM with the key that was agreed on, and with the TAM's numbers.
  @inline(never)
  mutating func turn(to tam: Int) {
    keyIndex = agreements.keyIndex(of: tam) ?? store.trust.keyIndex(for: tam)
    numbers = store.trust.numbers(of: tam)
  }

  /// Has the device answer as it answers a message that is of no TAM.
  @inline(never)
  mutating func turnToNobody() {
    keyIndex = 0
    numbers = .final
  }

  /// Whether what proves the device can be fresh by the time in it: by its clock, or because a verifier has put the time
  /// into an attestation result.
  var canBeFreshByTime: Bool {
    mutating get { device.secondsSince1970 != nil || hasAttestationResult }
  }

  /// Whether there is an attestation result to present, about the key that signs the answer.
  var hasAttestationResult: Bool {
    mutating get {
      #if !WITHOUT_EVIDENCE
        let result = store.content(.attestationResult)
        return result.count > 0 && store.trust.isAttestationResult(result, ofKey: keyIndex)
      #else
        return false
      #endif
    }
  }
}

extension Trust {
  /// Which of the device's keys is of an offered cipher suite; the preferred one where several are.
  @inline(never)
  fileprivate func offeredKey(of request: borrowing TEEPMessage, preferring preferred: Int) -> Int? {
    let count = deviceKeyCount()
    for step in 0..<count {
      // The preferred one, then the other one.
      let index = preferred ^ step
      if let key = deviceKey(at: index), request.offersCipherSuite(of: key.algorithm) { return index }
    }
    return nil
  }
}
