import Logging
import TEEPLink

/// One session of TEEP over HTTP: carries messages between a TAM and an agent until one of them has nothing more to
/// say (draft-ietf-teep-otrp-over-http-15, section 5).
struct TEEPSession {
  private let agent: AgentHandle
  private let settings: DeviceSettings
  private let tam: RemoteURI
  private let logger: Logger

  private var messageCount = 0
  /// What the last message that was relayed complained about.
  private var complaint: String?
  /// Ticks that the agent spent on the last message that it got.
  private var ticks: UInt32 = 0

  init(agent: AgentHandle, settings: DeviceSettings, tam: RemoteURI, logger: Logger) {
    self.agent = agent
    self.settings = settings
    self.tam = tam
    self.logger = logger
  }

  /// Sends the agent's first message, or the empty request that asks the TAM to begin. Asks nothing of the agent, which
  /// may be in another session meanwhile.
  ///
  /// - Returns: the session, with the TAM's answer or why there is none; it has to be run.
  static func open(_ session: TEEPSession, from first: [UInt8]) async -> OpenedSession {
    var session = session
    await session.agent.note { $0.sessions += 1 }
    session.agent.events.publish(.sessionStarted(tam: session.tam))
    let answer: Result<[UInt8], any Error>
    do { answer = .success(try await session.relay(first)) } catch { answer = .failure(error) }
    return OpenedSession(session: session, answer: answer)
  }

  /// Goes on from the TAM's first answer to the session's end.
  ///
  /// - Throws: ``ExchangeFailure``, ``AgentFailure`` or `CancellationError`.
  fileprivate mutating func run(from first: Result<[UInt8], any Error>) async throws -> SessionResult {
    do {
      var answer = try first.get()
      while !answer.isEmpty {
        try await note(answer, .toAgent)
        let message = try await process(answer)
        if message.isEmpty { break }
        answer = try await relay(message)
      }
      agent.events.publish(.sessionEnded(tam: tam, nil))
      return SessionResult(tam: tam, messageCount: messageCount, complaint: complaint)
    } catch {
      if error.leavesAgentWaiting { await reportError() }
      await end(error)
      throw error
    }
  }

  /// The session failed, or is given up.
  fileprivate func end(_ error: any Error) async {
    settings.client.network.circuits.abandoned(tam)
    await agent.note { $0.failedSessions += 1 }
    agent.events.publish(.sessionEnded(tam: tam, ErrorKind(error)))
  }

  /// Relays the agent's message; returns the TAM's answer.
  private mutating func relay(_ message: [UInt8]) async throws -> [UInt8] {
    if messageCount == 0 { try admit() }
    if !message.isEmpty { try await note(message, .fromAgent) }
    return try await post(message)
  }

  /// Asks whether the TAM is to be left alone for now.
  private func admit() throws {
    do throws(TAMFailure) {
      try settings.client.network.circuits.admit(tam)
    } catch {
      throw ExchangeFailure.tam(tam, error)
    }
  }

  /// Counts and logs a message that is about to be relayed; the agent's with the work that it took.
  private mutating func note(_ message: [UInt8], _ direction: RelayedMessage.Direction) async throws {
    guard messageCount < agent.limits.maximumSessionMessages else {
      throw ExchangeFailure.tooManyMessages(tam, limit: agent.limits.maximumSessionMessages)
    }
    messageCount += 1
    let summary = MessageSummary(message)
    complaint = summary.complaint
    let relayed = RelayedMessage(direction: direction, type: summary.name, size: message.count)
    await agent.note { $0.noteMessage(relayed) }
    agent.events.publish(.messageRelayed(relayed))
    logger.info("\(relayed)\(direction == .fromAgent ? work : "")")
  }

  /// The ticks as they stand in the log.
  private var work: String { ticks > 0 ? "  \(ticks) ticks" : "" }

  private func post(_ message: [UInt8]) async throws -> [UInt8] {
    do {
      let answer = try await settings.client.post(message, to: tam)
      noteAnswered()
      return answer
    } catch let failure as TAMFailure {
      noteFailed(failure)
      throw ExchangeFailure.tam(tam, failure)
    }
  }

  private func noteAnswered() {
    guard settings.client.network.circuits.answered(tam) else { return }
    logger.notice("the TAM at \(tam) answers again")
    agent.events.publish(.circuitClosed(tam: tam))
  }

  private func noteFailed(_ failure: TAMFailure) {
    // A TAM that says no is there.
    guard failure.isTransient else { return noteAnswered() }
    if let duration = settings.client.network.circuits.failed(tam, settings.retries) {
      logger.warning("the TAM at \(tam) is left alone for \(duration.formatted): it \(failure)")
      agent.events.publish(.circuitOpened(tam: tam, for: duration))
    }
  }

  /// Gives the agent a message; returns its answer, or nothing where it has none.
  private mutating func process(_ message: [UInt8]) async throws -> [UInt8] {
    let answer = try await agent.perform(.processTEEPMessage, argument: message)
    let ticks = answer.ticks
    self.ticks = ticks
    await agent.note { $0.noteTicks(ticks) }
    switch answer.outcome {
    case .message, .tamURIAndMessage:
      return answer.message
    case .nothing:
      logger.info("agent        no answer\(work)")
      return []
    case .tamURI, .failure:
      throw ExchangeFailure.unexpectedAnswer(agent.device)
    }
  }

  /// Tells the agent that the session is over before its end, also when that is because all has to end.
  private func reportError() async {
    let agent = agent
    let limit = Task.isCancelled ? agent.limits.undoTime : agent.limits.callTime
    do {
      let report = Task { try await withTimeLimit(limit) { _ = try await agent.perform(.processError) } }
      try await report.value
    } catch {
      logger.warning("the agent could not be told that the session failed: \(error)")
    }
  }
}

/// A session whose TAM has been asked to begin.
struct OpenedSession: Sendable {
  fileprivate var session: TEEPSession
  fileprivate let answer: Result<[UInt8], any Error>

  /// Runs the session to its end.
  ///
  /// - Throws: ``ExchangeFailure``, ``AgentFailure`` or `CancellationError`.
  mutating func run() async throws -> SessionResult { try await session.run(from: answer) }

  /// Drops the session because of something else.
  func giveUp(because error: any Error) async { await session.end(error) }
}

extension Error {
  /// The agent has to be told that the session is over.
  fileprivate var leavesAgentWaiting: Bool {
    switch self as any Error {
    case ExchangeFailure.tam, ExchangeFailure.tooManyMessages: true
    default: self is CancellationError
    }
  }
}

/// A session that came to its end.
struct SessionResult: Equatable, Sendable {
  let tam: RemoteURI
  /// TEEP messages, both ways together.
  let messageCount: Int
  /// What the last message complained about, if it did.
  let complaint: String?
}
