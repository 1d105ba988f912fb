#if !hasFeature(Embedded)
  extension BrokerLink {
    /// The agent does not know the session. What it was asked for is lost with it, unless that can only mean that
    /// the call never reached it.
    mutating func loseSession(at now: UInt64) {
      guard let bootIdentifier = incoming.payloadUInt32(at: 0) else {
        return fail(.protocolViolation, at: now)
      }
      let isRestart = noteRestart(bootIdentifier)
      if isCallUnheard { return greet(at: now) }
      end(with: isRestart ? .agentRestarted : .sessionLost)
      greet(at: now)
    }

    /// Tells the driver when this is not the agent, or not the start of it, that spoke last.
    @discardableResult
    mutating func noteRestart(_ bootIdentifier: UInt32) -> Bool {
      guard let known = agent, known.bootIdentifier != bootIdentifier else { return false }
      agent = nil
      events.append(.agentRestarted)
      return true
    }

    /// No frame of the call under way, if there is one, can have been taken by an agent: none has been sent, or the
    /// first one once, and that was refused.
    private var isCallUnheard: Bool {
      switch phase {
      case .releasing: true
      case .sendingArgument: outgoingOffset == 0 && outstanding?.transmissions == 1
      default: false
      }
    }

    /// Ends the session and what was under way in it. A call that waited for the end of the one before goes on in
    /// a new session.
    mutating func fail(_ failure: Failure, at now: UInt64) {
      if case .releasing = phase {
        detach()
        if call != nil { greet(at: now) }
      } else {
        end(with: failure)
      }
    }

    /// Ends the session, and with it the call or the attempt to begin a session.
    mutating func end(with failure: Failure) {
      let isOwed = call != nil || phase.isGreeting
      closeFetch()
      detach()
      call = nil
      if isOwed { events.append(.failed(failure)) }
    }

    /// Stops the driver's stream where it runs.
    mutating func closeFetch() {
      if isFetching { events.append(.fetchOver) }
      isFetching = false
    }

    private mutating func detach() {
      phase = .detached
      outstanding = nil
      outgoing = []
      pulled = []
    }
  }
#endif
