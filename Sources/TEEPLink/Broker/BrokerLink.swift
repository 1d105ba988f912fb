#if !hasFeature(Embedded)
  /// The broker's end of the link, as a state machine that neither reads, writes nor waits: bytes and the time go
  /// in, bytes, a deadline and events come out. `TEEPLink.swift` specifies what goes over the line.
  ///
  /// The loop that drives it, run after every input:
  ///
  /// ```swift
  /// func drain() async throws {
  ///   while true {
  ///     let bytes = link.takeOutput()
  ///     if !bytes.isEmpty { try await line.write(bytes) }
  ///     guard let event = link.nextEvent() else { break }
  ///     switch event {
  ///     case .connected(let agent): log(agent)
  ///     case .agentRestarted: log("the agent restarted")
  ///     case .fetch(let uri): stream = client.get(uri)
  ///     case .wantsPayload:
  ///       do {
  ///         if let chunk = try await stream.next() { link.provide(payload: chunk, at: now()) }
  ///         else { link.endPayload(at: now()) }
  ///       } catch { link.failPayload(code(error), at: now()) }
  ///     case .fetchOver: stream.cancel()
  ///     case .finished(let answer): resume(with: answer)
  ///     case .failed(let failure): resume(throwing: failure)
  ///     }
  ///   }
  /// }
  /// ```
  ///
  /// The inputs are ``start(_:argument:at:)``, ``receive(_:at:)`` with whatever the line brought,
  /// ``advance(to:)`` when the clock has reached ``deadline``, and ``lineLost()`` when the connection is gone. The
  /// next call then begins a session on the connection that the driver has made since.
  public struct BrokerLink: Sendable {
    let configuration: Configuration
    let randomSession: @Sendable () -> UInt32

    var phase = Phase.detached
    var session: UInt32 = 0
    var number: UInt16 = 0
    /// The last agent that said who it is, in whatever session.
    var agent: Agent?
    /// The call that ``Event/finished(_:)`` or ``Event/failed(_:)`` is owed for.
    var call: (kind: LinkCall, argument: [UInt8])?

    /// The request that waits for its answer.
    var outstanding: Outstanding?
    /// How often a request was sent again because no answer came in time, not counting those that the agent answers
    /// only when it has done its work.
    public internal(set) var retransmissions = 0
    /// How long a frame may be that carries any number of bytes.
    var frameLength = FrameLength(limit: FrameBuffer.largestFrame)
    /// What is being sent, the call's argument or a piece of payload, and how much of it the agent has.
    var outgoing: [UInt8] = []
    var outgoingOffset = 0
    /// How much the agent has of the payload, modulo 2^32.
    var payloadCount: UInt32 = 0
    /// The driver has neither ended nor failed the fetch.
    var isFetching = false
    /// What is being pulled, a URI or an answer, and how many bytes it has.
    var pulled: [UInt8] = []
    var pullLength = 0

    var incoming = FrameBuffer()
    var output: [UInt8] = []
    var events: [Event] = []

    /// - Parameters:
    ///   - configuration: timers and limits.
    ///   - randomSession: makes the number of a new session.
    public init(
      configuration: Configuration = Configuration(),
      randomSession: @escaping @Sendable () -> UInt32 = { .random(in: 1...UInt32.max) }
    ) {
      self.configuration = configuration
      self.randomSession = randomSession
    }
  }

  extension BrokerLink {
    enum Phase: Sendable {
      /// No session.
      case detached
      /// A session, and nothing to do.
      case attached
      case greeting
      case sendingArgument
      /// The agent has the argument and works.
      case polling
      case pullingURI
      /// It is for the driver to say how the fetch goes on.
      case awaitingPayload
      case sendingPayload
      case endingPayload
      case failingPayload(UInt8)
      case pullingAnswer
      case releasing
    }
  }

  // MARK: - Inputs

  extension BrokerLink {
    /// No call is under way, and one may be started.
    public var isReady: Bool { call == nil }

    /// Begins a session, so that the agent becomes known, where there is none. A call does so by itself.
    public mutating func connect(at now: UInt64) {
      if case .detached = phase { greet(at: now) }
    }

    /// Asks an agent that nothing is wanted of whether it is still there and still the same: one that was reset does
    /// not know the session, which then begins anew. Where there is no session, begins one.
    public mutating func probe(at now: UInt64) {
      switch phase {
      case .detached: greet(at: now)
      case .attached: request(.releasing, at: now)
      default: break  // The agent's next answer tells.
      }
    }

    /// Starts a call. ``isReady`` must hold.
    public mutating func start(_ call: LinkCall, argument: [UInt8], at now: UInt64) {
      precondition(isReady, "a call is under way")
      self.call = (call, argument)
      switch phase {
      case .detached: greet(at: now)
      case .attached: sendCall(at: now)
      default: break  // Greeting or releasing: the call follows when that is done.
      }
    }

    /// Takes bytes that the line brought.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: UInt64) {
      for byte in bytes where incoming.accept(byte) { takeFrame(at: now) }
    }

    /// Takes notice of the time; does nothing before ``deadline``.
    public mutating func advance(to now: UInt64) {
      guard let outstanding, now >= outstanding.deadline else { return }
      if outstanding.isExhausted(at: now) {
        fail(.agentSilent, at: now)
      } else {
        repeatRequest(at: now)
      }
    }

    /// Gives the agent the next bytes of the payload; only after ``Event/wantsPayload``.
    public mutating func provide(payload: [UInt8], at now: UInt64) {
      guard case .awaitingPayload = phase else { return }
      guard !payload.isEmpty else { return events.append(.wantsPayload) }
      outgoing = payload
      outgoingOffset = 0
      request(.sendingPayload, at: now)
    }

    /// Tells the agent that it has all of the payload; only after ``Event/wantsPayload``.
    public mutating func endPayload(at now: UInt64) {
      guard case .awaitingPayload = phase else { return }
      isFetching = false
      request(.endingPayload, at: now)
    }

    /// Tells the agent that it gets no (more of the) payload; only after ``Event/wantsPayload``.
    public mutating func failPayload(_ code: UInt8, at now: UInt64) {
      guard case .awaitingPayload = phase else { return }
      isFetching = false
      request(.failingPayload(code), at: now)
    }

    /// The line is gone: what was under way has failed, and the next call begins a session on the new line.
    public mutating func lineLost() {
      output = []
      end(with: .lineLost)
    }

    /// Gives up the call that is under way; it fails with ``Failure/abandoned``.
    public mutating func abandon() {
      if call != nil { end(with: .abandoned) }
    }
  }

  // MARK: - Outputs

  extension BrokerLink {
    /// When ``advance(to:)`` is to be called. Nil: nothing is awaited from the agent.
    public var deadline: UInt64? { outstanding?.deadline }

    /// What is to be sent, since the last time this was asked.
    public mutating func takeOutput() -> [UInt8] {
      defer { output = [] }
      return output
    }

    /// The next event that has not been taken yet.
    public mutating func nextEvent() -> Event? { events.isEmpty ? nil : events.removeFirst() }
  }
#endif
