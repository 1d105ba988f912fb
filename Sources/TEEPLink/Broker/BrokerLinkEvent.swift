#if !hasFeature(Embedded)
  extension BrokerLink {
    /// What the link tells the broker.
    public enum Event: Equatable, Sendable {
      /// A session with this agent has begun.
      case connected(Agent)
      /// The agent is another one, or the same one restarted, since the last ``connected(_:)``. Where that ended
      /// a call, ``failed(_:)`` follows.
      case agentRestarted
      /// The call is over.
      case finished(Answer)
      /// The call, or the attempt to begin a session, is over without an answer. The agent may have carried
      /// the call out.
      case failed(Failure)
      /// The agent, working on the call, asks for the payload at this URI. ``wantsPayload`` follows.
      case fetch(uri: [UInt8])
      /// The agent has used up all that it got: give it more with ``BrokerLink/provide(payload:at:)``, or end the
      /// fetch with ``BrokerLink/endPayload(at:)`` or ``BrokerLink/failPayload(_:at:)``.
      case wantsPayload
      /// No more is wanted of the payload last asked for, though the broker has neither ended nor failed the fetch.
      case fetchOver
    }

    /// What an agent says of itself when a session begins.
    public struct Agent: Equatable, Sendable {
      /// Random, and new at each start of the agent.
      public let bootIdentifier: UInt32
      /// The longest argument in bytes that the agent keeps. It is told of longer ones without getting them.
      public let maximumMessage: Int
      /// The longest frame in bytes that the agent takes.
      public let largestFrame: Int

      /// An agent as the broker's own tests need it; the link makes them from what arrives.
      public init(bootIdentifier: UInt32, maximumMessage: Int, largestFrame: Int) {
        self.bootIdentifier = bootIdentifier
        self.maximumMessage = maximumMessage
        self.largestFrame = largestFrame
      }
    }

    /// What the agent answered to a call.
    public struct Answer: Equatable, Sendable {
      /// What the call led to.
      public let outcome: LinkOutcome
      /// The TAM's URI, or nothing.
      public let tamURI: [UInt8]
      /// The message, or nothing.
      public let message: [UInt8]
      /// How long the agent worked on the call, in its clock's ticks; 0 where it has no clock.
      public let ticks: UInt32

      /// An answer as the broker's own tests need it; the link makes them from what arrives.
      public init(outcome: LinkOutcome, tamURI: [UInt8] = [], message: [UInt8] = [], ticks: UInt32 = 0) {
        self.outcome = outcome
        self.tamURI = tamURI
        self.message = message
        self.ticks = ticks
      }
    }

    /// Why there is no answer.
    public enum Failure: Error, Equatable, Sendable {
      /// Nothing came back for as long as the configuration tolerates.
      case agentSilent
      /// The agent restarted while it had the call.
      case agentRestarted
      /// The agent gave up the session without a restart: another broker talks to it, or its line was gone.
      case sessionLost
      /// The broker reported that the line is gone.
      case lineLost
      /// The broker gave the call up.
      case abandoned
      /// The agent speaks this other version of the link.
      case incompatible(version: UInt8)
      /// The agent's answer, of this many bytes, is longer than the configuration allows.
      case answerTooLong(Int)
      /// The agent answered what makes no sense.
      case protocolViolation
    }
  }
#endif
