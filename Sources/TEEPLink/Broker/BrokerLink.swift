#if !hasFeature(Embedded)
  /// The broker's end of the link, as a state machine that neither reads, writes nor waits: bytes and the time go
  /// in, bytes, a deadline and events come out. `TEEPLink.swift` specifies what goes over the line.
  ///
  /// The loop that drives it, after every input:
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
  /// // inputs: link.start(_:argument:at:), link.receive(_:at:), link.advance(to:) when now() >= link.deadline,
  /// // link.lineLost() when the connection is gone; after a new one is made the link goes on by itself.
  /// ```
  public struct BrokerLink: Sendable {
    let configuration: Configuration
    let randomSession: @Sendable () -> UInt32

    var incoming = FrameBuffer()
    var output: [UInt8] = []
    var events: [Event] = []

    /// - Parameters:
    ///   - configuration: timers and limits.
    ///   - randomSession: makes the number of a new session; two that follow each other must differ.
    public init(
      configuration: Configuration = Configuration(),
      randomSession: @escaping @Sendable () -> UInt32 = { .random(in: 1...UInt32.max) }
    ) {
      self.configuration = configuration
      self.randomSession = randomSession
    }
  }

  // MARK: - Inputs

  extension BrokerLink {
    /// No call is under way, and one may be started.
    public var isReady: Bool { true }

    /// Begins a session, so that the agent becomes known, where there is none. A call does so by itself.
    public mutating func connect(at now: UInt64) {}

    /// Starts a call. ``isReady`` must hold.
    public mutating func start(_ call: LinkCall, argument: [UInt8], at now: UInt64) {}

    /// Takes bytes that the line brought.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: UInt64) {}

    /// Takes notice of the time; does nothing before ``deadline``.
    public mutating func advance(to now: UInt64) {}

    /// Gives the agent the next bytes of the payload; only after ``Event/wantsPayload``.
    public mutating func provide(payload: [UInt8], at now: UInt64) {}

    /// Tells the agent that it has all of the payload; only after ``Event/wantsPayload``.
    public mutating func endPayload(at now: UInt64) {}

    /// Tells the agent that it gets no (more of the) payload; only after ``Event/wantsPayload``.
    public mutating func failPayload(_ code: UInt8, at now: UInt64) {}

    /// The line is gone: what was under way has failed, and the next call begins a session on the new line.
    public mutating func lineLost() {}

    /// Gives up the call that is under way; it fails with ``Failure/abandoned``.
    public mutating func abandon() {}
  }

  // MARK: - Outputs

  extension BrokerLink {
    /// When ``advance(to:)`` is to be called at the latest. Nil: nothing is awaited from the agent.
    public var deadline: UInt64? { nil }

    /// What is to be sent, since the last time this was asked.
    public mutating func takeOutput() -> [UInt8] {
      defer { output = [] }
      return output
    }

    /// The next event that has not been taken yet.
    public mutating func nextEvent() -> Event? { events.isEmpty ? nil : events.removeFirst() }
  }
#endif
