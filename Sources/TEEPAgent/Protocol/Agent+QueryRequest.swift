import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Answers a QueryRequest with a QueryResponse (draft-ietf-teep-protocol-26, section 4.3).
  @inline(never)
  mutating func answer(
    queryRequest request: borrowing TEEPMessage, from tam: Int, response: inout MutableSpan<UInt8>
  ) throws(AgentError) -> AgentAnswer {
    try checkOffer(request)
    let items = request.dataItemRequested
    let payloadCount: Int
    do throws(EncodeError) {
      payloadCount = try encodeQueryResponse(
        token: request.token, items: items, tam: tam, into: payloadSpan(of: &response))
    } catch {
      throw AgentError(.temporaryError, "the answer is larger than this agent can hold")
    }
    return sign(payloadCount: payloadCount, response: &response)
  }

  /// Demands a cipher suite, a version and data items that this agent has (section 6, steps 1 and 2).
  private func checkOffer(_ request: borrowing TEEPMessage) throws(AgentError) {
    guard offersOwnCipherSuite(request) else {
      throw AgentError(.unsupportedCipherSuites, "no offered cipher suite is supported")
    }
    // Absent, the list is [0], the only version there is (section 4.2).
    if let versions = request.list(.versions), !contains(versions, 0) {
      throw AgentError(.unsupportedMsgVersion, "no offered version is supported")
    }
    guard request.dataItemRequested.contains(.attestation) else { return }
    // Absent, the list is that of the nonce alone (section 4.2).
    if let mechanisms = request.list(.supportedFreshnessMechanisms), !contains(mechanisms, 0) {
      throw AgentError(.unsupportedFreshnessMechanisms, "no offered freshness mechanism is supported")
    }
    throw AgentError(.unsupportedExtension, "this agent has no evidence to give")
  }

  private func offersOwnCipherSuite(_ request: borrowing TEEPMessage) -> Bool {
    guard let suites = request.offeredCipherSuites, let algorithm = deviceKey()?.algorithm else {
      return false
    }
    var reader = suites.makeReader()
    for _ in 0..<suites.count {
      guard let suite = try? reader.skip() else { return false }
      // One operation, a COSE_Sign1 with the algorithm; other suites are passed over (section 7.1).
      var item = reader.nested(suite)
      do throws(DecodeError) {
        guard try item.array() == 1 else { continue }
        try item.array(of: 2)
        let type = try item.unsigned()
        let offered = try item.integer()
        if type == COSESigned.sign1Tag, offered == Int64(algorithm.rawValue) { return true }
      } catch { return false }
    }
    return false
  }

  private func contains(_ list: borrowing ItemList, _ value: UInt64) -> Bool {
    var reader = list.makeReader()
    for _ in 0..<list.count where (try? reader.unsigned()) == value { return true }
    return false
  }

  @inline(never)
  private mutating func encodeQueryResponse(
    token: Span<UInt8>?, items: DataItems, tam: Int, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var message = try TEEPMessageWriter(.queryResponse, numbers: numbers, into: output)
    try message.unsigned(.selectedVersion, 0)
    if items.contains(.trustedComponents) {
      try message.list(.tcList, keepsEmpty: true) { (cbor) throws(EncodeError) in
        try encodeComponents(managedBy: tam, into: &cbor)
      }
    }
    if items.contains(.extensions) {
      try message.list(.extList, count: 0) { (_) throws(EncodeError) in }
    }
    try message.list(.requestedTCList, keepsEmpty: false) { (cbor) throws(EncodeError) in
      try encodeRequested(tam: tam, into: &cbor)
    }
    try message.list(.unneededManifestList, keepsEmpty: false) { (cbor) throws(EncodeError) in
      try encodeUnneeded(tam: tam, into: &cbor)
    }
    if let token { try message.byteString(.token, token) }
    return message.finish()
  }

  /// Writes what applications have asked for, as far as this TAM may manage it.
  ///
  /// - Returns: the number of items.
  @inline(never)
  private func encodeRequested(tam: Int, into cbor: inout CBORWriter) throws(EncodeError) -> Int {
    var count = 0
    for index in 0..<pending.count(of: .requested) {
      let identifier = pending.identifier(.requested, at: index)
      guard isPermitted(identifier, to: .tam, at: tam) else { continue }
      try cbor.requestedTCInfo(componentIdentifier: identifier, sequenceNumber: nil, numbers: numbers)
      count &+= 1
    }
    return count
  }
}
