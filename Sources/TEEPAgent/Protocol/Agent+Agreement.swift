import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Agrees on what a QueryRequest offers, or throws the error that says what is missing (draft-ietf-teep-protocol-26,
  /// section 6, steps 1 and 2). What is agreed on holds for all later messages of the TAM.
  @inline(never)
  mutating func agree(on request: borrowing TEEPMessage, with tam: Int) throws(AgentError) {
    guard let index = Trust(store.provisioning).offeredKey(of: request, preferring: keyIndex) else {
      throw AgentError(.unsupportedCipherSuites, "no offered cipher suite is supported")
    }
    keyIndex = index
    guard request.offersVersion() else {
      throw AgentError(.unsupportedMsgVersion, "no offered version is supported")
    }
    let wantsAttestation = request.dataItemRequested.contains(.attestation)
    if wantsAttestation, !request.offers(.nonce), !(hasClock && request.offers(.timestamp)) {
      throw AgentError(.unsupportedFreshnessMechanisms, "no offered freshness mechanism is supported")
    }
    try demandReadableReports(request)
    let allowsUnasked = request.token == nil && request.string(.challenge) == nil
    agreements.note(tam, keyIndex: index, allowsUnasked: allowsUnasked)
  }

  /// Has the device answer a TAM with the key that was agreed on.
  @inline(never)
  mutating func chooseKey(for tam: Int) {
    keyIndex = agreements.keyIndex(of: tam) ?? Trust(store.provisioning).keyIndex(for: tam)
  }

  /// Whether evidence can be fresh by the time in it.
  var hasClock: Bool { device.secondsSince1970 != nil }

  /// Demands that a TAM's own reports are of a kind that the agent can read (section 4.6, ERR_UNSUPPORTED_SUIT_REPORT):
  /// in the clear, which the message protects, or signed by an algorithm of the device's own suites.
  private mutating func demandReadableReports(_ request: borrowing TEEPMessage) throws(AgentError) {
    guard let reports = request.list(.suitReports) else { return }
    var reader = reports.makeReader()
    for _ in 0..<reports.count {
      guard let report = try? reader.byteString(), Trust(store.provisioning).canRead(report: report) else {
        throw AgentError(.unsupportedSUITReport, "a report of an unsupported profile")
      }
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

  @inline(never)
  fileprivate func canRead(report: Span<UInt8>) -> Bool {
    // A report in the clear is a map.
    if (try? CBORReader(report).peek()) == .map { return true }
    guard let signed = try? COSESigned(decoding: report), let signature = try? signed.signature(at: 0) else {
      return false
    }
    for index in 0..<deviceKeyCount() where deviceKey(at: index)?.algorithm == signature.algorithm {
      return true
    }
    return false
  }
}
