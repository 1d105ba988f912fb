import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// ProcessTeepMessage: checks a message of a TAM and does what it says
  /// (draft-ietf-teep-protocol-26, sections 4.1.2 and 6).
  ///
  /// - Parameters:
  ///   - message: a COSE_Sign1 or COSE_Sign.
  ///   - response: where the answer is put.
  public mutating func processTEEPMessage(
    _ message: Span<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    beginMessage()
    let answer = take(message, isInRAM: true, response: &response)
    keepPending()
    return answer
  }

  @inline(never)
  mutating func take(
    _ message: Span<UInt8>, isInRAM: Bool, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    failedManifest = nil
    turnToNobody()
    let payload: ByteRange
    let tam: Int
    do throws(AgentError) {
      let (signer, range) = try authenticate(message)
      guard signer.verdict.isGenuine else { throw Self.untrusted }
      (tam, payload) = (signer.index, range)
    } catch {
      return respond(with: error, token: nil, response: &response)
    }
    if isInRAM { noteAuthentic() }
    sendingTAM = tam
    turn(to: tam)
    do throws(DecodeError) {
      let content = message.extracting(payload.start..<payload.end)
      let teep = try TEEPMessage(decoding: content, base: payload.start, numbers: numbers)
      return process(teep, from: tam, response: &response)
    } catch {
      return respond(
        with: AgentError(.permanentError, "malformed, or of an unknown type"), token: nil,
        response: &response)
    }
  }

  /// Answers a message that is longer than the agent can hold, of which it has seen nothing.
  public mutating func refuseOversizedMessage(response: inout MutableSpan<UInt8>) -> AgentAnswer {
    turnToNobody()
    return respond(
      with: AgentError(.permanentError, "larger than this agent can hold"), token: nil,
      response: &response)
  }

  @inline(never)
  private mutating func process(
    _ message: borrowing TEEPMessage, from tam: Int, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    do throws(AgentError) {
      if message.type != .queryRequest { try demandAttestation(of: tam, by: message) }
      switch message.type {
      case .queryRequest: return try answer(queryRequest: message, from: tam, response: &response)
      case .update: return try answer(update: message, from: tam, response: &response)
      default: throw AgentError(.permanentError, "a TAM may send QueryRequest and Update only")
      }
    } catch {
      return respond(with: error, token: message.token, response: &response)
    }
  }

  /// Finds the provisioned TAM that signed the message, before anything of its payload is read.
  ///
  /// - Returns: the TAM, and where the content of the payload lies in the message.
  @inline(never)
  private mutating func authenticate(_ message: Span<UInt8>) throws(AgentError) -> (
    tam: TrustedSigner, payload: ByteRange
  ) {
    guard let payload = Self.payload(of: message) else {
      throw AgentError(.permanentError, "no well-formed COSE_Sign1 or COSE_Sign")
    }
    let signer = store.trust.signer(
      of: message, payload: message.bytes(ofPresent: payload), among: .tam, crypto: crypto)
    guard let signer else {
      #if !WITHOUT_CERTIFICATES
        if let tam = try certifiedTAM(of: message, payload: payload) { return (tam, payload) }
      #endif
      throw Self.untrusted
    }
    return (signer, payload)
  }

  private static var untrusted: AgentError {
    AgentError(.badCertificate, "no signature of a TAM that this agent trusts")
  }

  /// Where the attached payload of a signed message is.
  @inline(never)
  private static func payload(of message: Span<UInt8>) -> ByteRange? {
    guard let signed = try? COSESigned(decoding: message), let payload = signed.payload else { return nil }
    return ByteRange(start: signed.payloadOffset, count: payload.count)
  }
}
