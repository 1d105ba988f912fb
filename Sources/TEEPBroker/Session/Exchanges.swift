import Logging
import TEEPHost
import TEEPLink

/// What applications can have done by an agent (RFC 9397, section 6.2.1), each from the call to the end of the session
/// that it led to.
struct Exchanges: Sendable {
  let agent: AgentHandle
  let settings: Current<DeviceSettings>
  let logger: Logger
  /// Opened when what is under way has to end at once.
  private let isCut = Gate()

  init(agent: AgentHandle, settings: Current<DeviceSettings>, logger: Logger) {
    self.agent = agent
    self.settings = settings
    self.logger = logger
  }

  /// RequestTA: has a component installed. Returns what was done, as a sentence.
  func request(_ component: ComponentIdentifier) async throws -> String {
    try await exchange(.request(component)) { settings in
      let session = try await begin(.requestTA, argument(component, settings.tam), settings)
      guard try await contents().holds(component) else {
        throw ExchangeFailure.notInstalled(component, session)
      }
      return session == nil ? "\(component) is installed already" : "installed \(component)"
    }
  }

  /// UnrequestTA: has a component removed. Returns what was done, as a sentence.
  func release(_ component: ComponentIdentifier) async throws -> String {
    try await exchange(.release(component)) { settings in
      let session = try await begin(.unrequestTA, argument(component, settings.tam), settings)
      if try await contents().holds(component) { throw ExchangeFailure.notRemoved(component, session) }
      return session == nil ? "\(component) is not installed" : "removed \(component)"
    }
  }

  /// RequestPolicyCheck: asks each TAM that the agent names. Returns what was done, as a sentence.
  func checkPolicy() async throws -> String {
    try await exchange(.policyCheck) { settings in
      var failures: [String] = []
      var kind = ErrorKind.notDone
      var messageCount = 0
      for sessionCount in 0..<agent.limits.maximumPolicyRounds {
        do {
          guard let session = try await begin(.requestPolicyCheck, [], settings) else {
            if !failures.isEmpty { throw ExchangeFailure.policyCheck(failures, kind) }
            return "checked the policy (sessions: \(sessionCount), messages: \(messageCount))"
          }
          messageCount += session.messageCount
          if session.complaint != nil { failures.append("\(ExchangeFailure.complaint(session))") }
        } catch let failure where Self.concernsOneTAM(failure) {
          if failures.isEmpty { kind = ErrorKind(failure) }
          failures.append("\(failure)")
        }
      }
      throw ExchangeFailure.tooManyTAMs(limit: agent.limits.maximumPolicyRounds)
    }
  }

  /// What the device holds; fails at once where there is no line.
  func status() async throws -> AgentContents {
    guard await agent.isOnline else { throw AgentFailure.absent(device: agent.device) }
    return try await withTurn { try await contents() }
  }

  /// Whether a failure leaves the agent able to go on with the next TAM.
  private static func concernsOneTAM(_ failure: any Error) -> Bool {
    switch failure {
    case ExchangeFailure.tam, ExchangeFailure.tooManyMessages, ExchangeFailure.badTAM, ExchangeFailure.noTAM,
      AgentFailure.refused(.processTEEPMessage, _):
      true
    default: false
    }
  }

  /// Lets what is under way come to its end, or undoes it where that takes too long. Nothing new is begun.
  func end() async {
    let turns = agent.turns
    do {
      try await withTimeLimit(agent.limits.finishTime) { try await turns.close() }
    } catch {
      isCut.open()
      try? await withTimeLimit(agent.limits.undoTime) { try await turns.close() }
    }
  }

  /// Has the agent's turn while `body` runs, and notes how it ends.
  private func exchange(
    _ exchange: Exchange, _ body: @escaping @Sendable (DeviceSettings) async throws -> String
  ) async throws -> String {
    do {
      let sentence = try await withTurn {
        agent.events.publish(.exchangeStarted(exchange))
        return try await untilCut { try await body(settings.value) }
      }
      agent.events.publish(.exchangeEnded(exchange, .done(sentence)))
      return sentence
    } catch is CancellationError {
      agent.events.publish(.exchangeEnded(exchange, .failed(.ending, "the broker gave it up")))
      throw CancellationError()
    } catch {
      agent.events.publish(.exchangeEnded(exchange, .failed(ErrorKind(error), "\(error)")))
      logger.warning("\(exchange): \(error)")
      await agent.note { $0.noteError("\(exchange): \(error)") }
      throw error
    }
  }

  private func withTurn<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await agent.turns.withTurn(body)
    } catch is TurnQueue.Full {
      throw ExchangeFailure.busy(device: agent.device, waiting: agent.limits.maximumWaitingCalls)
    } catch is TurnQueue.Closed {
      throw ExchangeFailure.ending(device: agent.device)
    }
  }

  /// Runs `body`, and cancels it when all has to end.
  private func untilCut<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { [isCut] group in
      defer { group.cancelAll() }
      group.addTask { try await body() }
      group.addTask {
        try await isCut.pass()
        return nil
      }
      guard let result = try await group.next() ?? nil else {
        throw ExchangeFailure.ending(device: agent.device)
      }
      return result
    }
  }

  /// Makes a call and runs the session that it asks for; nil where there is nothing to do.
  private func begin(
    _ call: LinkCall, _ argument: [UInt8], _ settings: DeviceSettings
  ) async throws -> SessionResult? {
    let answer = try await agent.perform(call, argument: argument)
    if answer.outcome == .nothing { return nil }
    guard let uri = try named(answer.tamURI) ?? settings.tam else { throw ExchangeFailure.noTAM }
    logger.debug("session with \(uri)")
    var session = TEEPSession(agent: agent, client: settings.client, tam: uri, logger: logger)
    return try await session.run(from: answer.message)
  }

  /// The TAM that the agent names, which goes before the broker's own.
  private func named(_ uri: [UInt8]) throws -> RemoteURI? {
    if uri.isEmpty { return nil }
    do { return try RemoteURI(uri) } catch { throw ExchangeFailure.badTAM(error) }
  }

  private func contents() async throws -> AgentContents {
    let answer = try await agent.perform(.status)
    do {
      return try AgentContents(decoding: answer.message)
    } catch {
      throw ExchangeFailure.unreadableStatus(agent.device, error)
    }
  }
}
