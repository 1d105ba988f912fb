#if !hasFeature(Embedded)
  extension BrokerLink {
    /// Looks at the frame that has arrived. What does not answer the outstanding request is an echo or comes
    /// too late, and is passed over.
    mutating func takeFrame(at now: UInt64) {
      guard let kind = incoming.kind, !kind.isRequest, outstanding != nil,
        incoming.session == session, incoming.number == number
      else { return }
      if kind == .unknownSession { return loseSession(at: now) }
      let value = Int(clamping: incoming.payloadUInt32(at: 0) ?? .max)
      switch (kind, phase) {
      case (.welcome, .greeting): takeWelcome(at: now)
      case (.received, .sendingArgument): takeReceived(value, at: now)
      case (.received, .polling): outstanding?.heard(at: now)
      case (.payloadWanted, .sendingPayload): takePayloadWanted(UInt32(clamping: value), at: now)
      case (.payloadWanted, .endingPayload), (.payloadWanted, .failingPayload): outstanding?.heard(at: now)
      case (.fetch, _) where phase.isAgentAtWork: pullURI(length: value, at: now)
      case (.finished, _) where phase.isAgentAtWork: pullAnswer(length: value, at: now)
      case (.bytes, .pullingURI), (.bytes, .pullingAnswer): takeBytes(at: now)
      case (.idle, .releasing): attach(at: now)
      default: fail(.protocolViolation, at: now)
      }
    }

    private mutating func takeWelcome(at now: UInt64) {
      guard let version = incoming.payloadByte(at: 0), let bootIdentifier = incoming.payloadUInt32(at: 1),
        let maximumMessage = incoming.payloadUInt32(at: 5), let largest = incoming.payloadByte(at: 9),
        largest >= FrameBuffer.smallestFrame
      else { return fail(.protocolViolation, at: now) }
      guard version == linkVersion else { return fail(.incompatible(version: version), at: now) }
      noteRestart(bootIdentifier)
      let agent = Agent(
        bootIdentifier: bootIdentifier, maximumMessage: Int(clamping: maximumMessage),
        largestFrame: Int(largest))
      self.agent = agent
      frameLength = FrameLength(limit: min(agent.largestFrame, largestFrame))
      events.append(.connected(agent))
      attach(at: now)
    }

    /// The session is there and the agent has nothing to do: the next call can be made.
    private mutating func attach(at now: UInt64) {
      outstanding = nil
      phase = .attached
      sendCall(at: now)
    }

    /// The agent has the first `count` bytes of the argument; of one that is too long for it, it says so of all.
    private mutating func takeReceived(_ count: Int, at now: UInt64) {
      guard count <= outgoing.count, count > outgoingOffset || count == outgoing.count else {
        return fail(.protocolViolation, at: now)
      }
      noteProgress()
      outgoingOffset = count
      request(count == outgoing.count ? .polling : .sendingArgument, at: now)
    }

    private mutating func takePayloadWanted(_ count: UInt32, at now: UInt64) {
      let advance = Int(clamping: count &- payloadCount)
      guard advance > 0, advance <= outgoing.count - outgoingOffset else {
        return fail(.protocolViolation, at: now)
      }
      noteProgress()
      payloadCount = count
      outgoingOffset += advance
      guard outgoingOffset == outgoing.count else { return request(.sendingPayload, at: now) }
      wantPayload()
    }

    private mutating func wantPayload() {
      outstanding = nil
      phase = .awaitingPayload
      events.append(.wantsPayload)
    }

    private mutating func pullURI(length: Int, at now: UInt64) {
      closeFetch()
      guard length <= maximumFetchURI else { return fail(.protocolViolation, at: now) }
      pulled = []
      pullLength = length
      if length == 0 { beginFetch() } else { request(.pullingURI, at: now) }
    }

    private mutating func beginFetch() {
      events.append(.fetch(uri: pulled))
      isFetching = true
      payloadCount = 0
      wantPayload()
    }

    private mutating func pullAnswer(length: Int, at now: UInt64) {
      closeFetch()
      guard length >= AnswerHeader.length else { return fail(.protocolViolation, at: now) }
      guard length - AnswerHeader.length <= configuration.maximumAnswer else {
        return fail(.answerTooLong(length - AnswerHeader.length), at: now)
      }
      pulled = []
      pullLength = length
      request(.pullingAnswer, at: now)
    }

    private mutating func takeBytes(at now: UInt64) {
      let count = incoming.payloadCount
      guard count > 0, count <= pullLength - pulled.count else { return fail(.protocolViolation, at: now) }
      noteProgress()
      for index in 0..<count { pulled.append(incoming.payload[index]) }
      guard pulled.count == pullLength else { return request(phase, at: now) }
      if case .pullingURI = phase {
        beginFetch()
      } else {
        finish(at: now)
      }
    }

    private mutating func finish(at now: UInt64) {
      guard let header = AnswerHeader(pulled.span),
        let uriEnd = Int(exactly: header.uriLength).map({ AnswerHeader.length + $0 }), uriEnd <= pulled.count
      else { return fail(.protocolViolation, at: now) }
      let answer = Answer(
        outcome: header.outcome, tamURI: Array(pulled[AnswerHeader.length..<uriEnd]),
        message: Array(pulled[uriEnd...]), ticks: header.ticks)
      call = nil
      pulled = []
      events.append(.finished(answer))
      request(.releasing, at: now)
    }

    private mutating func noteProgress() {
      if outstanding?.transmissions == 1 { frameLength.grow() }
    }
  }
#endif
