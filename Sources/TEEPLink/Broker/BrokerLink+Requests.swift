#if !hasFeature(Embedded)
  extension BrokerLink {
    /// Begins a session. Whatever was known of the old one on the line is void from here on.
    mutating func greet(at now: UInt64) {
      let previous = session
      session = randomSession()
      while session == 0 || session == previous { session &+= 1 }
      request(.greeting, at: now)
    }

    mutating func sendCall(at now: UInt64) {
      guard let call else { return }
      outgoing = call.argument
      outgoingOffset = 0
      request(.sendingArgument, at: now)
    }

    /// Enters a phase with its first request, or goes on in it with the next one.
    mutating func request(_ phase: Phase, at now: UInt64) {
      self.phase = phase
      number = phase.isGreeting ? 0 : linkNumber(after: number)
      outstanding = Outstanding(phase, configuration, at: now)
      transmit()
    }

    /// Sends the outstanding request again: with the same number, but it may carry fewer bytes than before.
    mutating func repeatRequest(at now: UInt64) {
      if phase.carriesData { frameLength.shrink() }
      transmit()
      outstanding?.repeated(at: now)
      if !phase.isPolling { retransmissions += 1 }
    }

    private mutating func transmit() {
      var frame = FrameBuffer()
      var none: UInt32 = 0
      switch phase {
      case .detached, .attached, .awaitingPayload:
        return
      case .greeting:
        frame.begin(.hello, session: session, number: number)
        frame.append(linkVersion)
        frame.append(UInt8(largestFrame))
      case .sendingArgument where outgoingOffset == 0:
        guard let call else { return }
        frame.begin(.call, session: session, number: number)
        frame.append(call.kind.rawValue)
        frame.append(UInt32(clamping: outgoing.count))
        frame.append(outgoing.span, skipping: &none, limit: frameLength.bytes)
      case .sendingArgument, .sendingPayload:
        frame.begin(phase.isPatient ? .payload : .argument, session: session, number: number)
        let rest = outgoing.span.extracting(outgoingOffset...)
        frame.append(rest, skipping: &none, limit: frameLength.bytes)
      case .polling:
        frame.begin(.poll, session: session, number: number)
      case .pullingURI, .pullingAnswer:
        frame.begin(.pull, session: session, number: number)
        frame.append(UInt32(pulled.count))
        frame.append(UInt8(min(pullLength - pulled.count, frameLength.bytes - FrameBuffer.overhead)))
      case .endingPayload:
        frame.begin(.payloadEnd, session: session, number: number)
      case .failingPayload(let code):
        frame.begin(.payloadFailed, session: session, number: number)
        frame.append(code)
      case .releasing:
        frame.begin(.release, session: session, number: number)
      }
      frame.seal()
      let encoded = frame.encoded
      for index in encoded.indices { output.append(encoded[index]) }
    }

    /// The longest frame that this end takes.
    var largestFrame: Int {
      min(max(configuration.largestFrame, FrameBuffer.smallestFrame), FrameBuffer.largestFrame)
    }
  }

  extension BrokerLink.Phase {
    var isGreeting: Bool { if case .greeting = self { true } else { false } }

    /// A request that is only there to be answered late: its repetitions may all lie unread in the agent's port.
    var isPolling: Bool {
      switch self {
      case .polling, .endingPayload, .failingPayload: true
      default: false
      }
    }

    /// The answer comes when the agent has done its work.
    var isPatient: Bool {
      if case .sendingPayload = self { true } else { isPolling }
    }

    /// The agent has, or may have, the whole call.
    var isAgentAtWork: Bool {
      if case .sendingArgument = self { true } else { isPatient }
    }

    var carriesData: Bool {
      switch self {
      case .sendingArgument, .sendingPayload, .pullingURI, .pullingAnswer: true
      default: false
      }
    }
  }
#endif
