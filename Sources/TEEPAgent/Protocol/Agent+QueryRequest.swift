import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Answers a QueryRequest with a QueryResponse (draft-ietf-teep-protocol-26, section 4.3).
  @inline(never)
  mutating func answer(
    queryRequest request: borrowing TEEPMessage, from tam: Int, response: inout MutableSpan<UInt8>
  ) throws(AgentError) -> AgentAnswer {
    try agree(on: request, with: tam)
    var items = request.dataItemRequested
    if items.contains(.attestation) {
      #if !WITHOUT_EVIDENCE
        try demandEvidence(for: request)
      #else
        throw AgentError(.unsupportedExtension, "this agent has no evidence to give")
      #endif
    }
    // Reports are left out where they do not fit: no text says that they must be there.
    #if !WITHOUT_CAPABILITY_REPORT
      var withCapabilities = items.contains(.suitReports)
    #else
      let withCapabilities = false
    #endif
    while true {
      do throws(EncodeError) {
        let count = try encodeQueryResponse(
          token: request.token, challenge: request.string(.challenge), items: items,
          withCapabilities: withCapabilities, tam: tam,
          into: Self.payloadSpan(of: &response))
        return sign(payloadCount: count, response: &response)
      } catch {
        guard items.contains(.suitReports) else {
          throw AgentError(.temporaryError, "larger than this agent can hold")
        }
        #if !WITHOUT_CAPABILITY_REPORT
          if withCapabilities {
            withCapabilities = false
            continue
          }
        #endif
        items.remove(.suitReports)
      }
    }
  }

  /// A QueryResponse with what applications want, for a TAM that needs not ask for it (section 6.2.1).
  @inline(never)
  mutating func answerUnasked(tam: Int, response: inout MutableSpan<UInt8>) -> AgentAnswer {
    turn(to: tam)
    do throws(EncodeError) {
      let count = try encodeQueryResponse(
        token: nil, challenge: nil, items: [], withCapabilities: false, tam: tam,
        into: Self.payloadSpan(of: &response))
      guard case .message(let start, let count) = sign(payloadCount: count, response: &response) else {
        return .tamURI(tam)
      }
      return .tamURIAndMessage(tam, start: start, count: count)
    } catch { return .tamURI(tam) }
  }

  @inline(never)
  private mutating func encodeQueryResponse(
    token: Span<UInt8>?, challenge: Span<UInt8>?, items: DataItems, withCapabilities: Bool, tam: Int,
    into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var message = try TEEPMessageWriter(.queryResponse, numbers: numbers, into: output)
    try message.unsigned(.selectedVersion, 0)
    #if !WITHOUT_EVIDENCE
      var hasEvidence = false
      if items.contains(.attestation) {
        hasEvidence = try encodeProof(challenge, for: tam, into: &message)
      }
    #endif
    if items.contains(.trustedComponents) {
      try message.list(.tcList, keepsEmpty: true) { (cbor) throws(EncodeError) in
        try encodeComponents(managedBy: tam, into: &cbor)
      }
    }
    if items.contains(.extensions) {
      try message.list(.extList, count: 0) { (_) throws(EncodeError) in }
    }
    #if !WITHOUT_EVIDENCE
      if hasEvidence { try message.textString(.attestationPayloadFormat, Self.evidenceFormat) }
    #endif
    try message.list(.requestedTCList, keepsEmpty: false) { (cbor) throws(EncodeError) in
      try encodeRequested(tam: tam, into: &cbor)
    }
    try message.list(.unneededManifestList, keepsEmpty: false) { (cbor) throws(EncodeError) in
      try encodeUnneeded(tam: tam, into: &cbor)
    }
    if items.contains(.suitReports) {
      try message.list(.suitReports, keepsEmpty: false) { (cbor) throws(EncodeError) in
        let count = try encodeReports(nonce: token, for: tam, into: &cbor)
        #if !WITHOUT_CAPABILITY_REPORT
          guard withCapabilities else { return count }
          try encodeCapabilityReport(nonce: token, for: tam, into: &cbor)
          return count &+ 1
        #else
          return count
        #endif
      }
    }
    if let token { try message.byteString(.token, token) }
    return message.finish()
  }

  /// Writes what applications have asked for, as far as this TAM may manage it.
  ///
  /// - Returns: the number of items.
  @inline(never)
  private mutating func encodeRequested(tam: Int, into cbor: inout CBORWriter) throws(EncodeError) -> Int {
    var count = 0
    var index = 0
    while true {
      let number = pending.sequenceNumber(.requested, at: index)
      guard let identifier = pending.identifier(.requested, at: index) else { return count }
      index &+= 1
      // A power cut may have kept what was asked for though it is there now.
      guard store.trust.isPermitted(identifier, to: .tam, at: tam),
        store.component(identifier) == nil
      else {
        continue
      }
      try cbor.requestedTCInfo(
        componentIdentifier: identifier, sequenceNumber: number, haveBinary: number != nil, numbers: numbers)
      count &+= 1
    }
  }
}
