import Logging
import TEEPHost
import TEEPLink

/// What applications can have done by an agent (RFC 9397, section 6.2.1), each from the call to the end of the session
/// that it led to.
struct Exchanges: Sendable {
  let agent: AgentHandle
  let client: TAMClient
  /// The TAM that is suggested to the agent, and used where it names none.
  let tam: RemoteURI?
  let logger: Logger

  /// RequestTA: has a component installed. Returns what was done, as a sentence.
  func request(_ component: ComponentIdentifier) async throws -> String {
    try await exchange("request \(component)") {
      let session = try await begin(.requestTA, argument(component))
      guard try await contents().holds(component) else {
        throw ExchangeFailure.notInstalled(component, session)
      }
      return session == nil ? "\(component) is installed already" : "installed \(component)"
    }
  }

  /// UnrequestTA: has a component removed. Returns what was done, as a sentence.
  func release(_ component: ComponentIdentifier) async throws -> String {
    try await exchange("release \(component)") {
      let session = try await begin(.unrequestTA, argument(component))
      if try await contents().holds(component) { throw ExchangeFailure.notRemoved(component, session) }
      return session == nil ? "\(component) is not installed" : "removed \(component)"
    }
  }

  /// RequestPolicyCheck: asks each TAM that the agent names. Returns what was done, as a sentence.
  func checkPolicy() async throws -> String {
    try await exchange("policy check") {
      var failures: [String] = []
      var messageCount = 0
      for sessionCount in 0..<agent.limits.maximumPolicyRounds {
        do {
          guard let session = try await begin(.requestPolicyCheck, []) else {
            if !failures.isEmpty { throw ExchangeFailure.policyCheck(failures) }
            return "checked the policy (sessions: \(sessionCount), messages: \(messageCount))"
          }
          messageCount += session.messageCount
          if session.complaint != nil { failures.append("\(ExchangeFailure.complaint(session))") }
        } catch let failure where Self.concernsOneTAM(failure) {
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

  /// Has the agent's turn while `body` runs, and notes how it fails.
  private func exchange<Result: Sendable>(
    _ name: String, _ body: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await withTurn(body)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      logger.warning("\(name): \(error)")
      await agent.note { $0.noteError("\(name): \(error)") }
      throw error
    }
  }

  private func withTurn<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await agent.turns.withTurn(body)
    } catch is TurnQueue.Full {
      throw ExchangeFailure.busy(device: agent.device, waiting: agent.limits.maximumWaitingCalls)
    }
  }

  /// Makes a call and runs the session that it asks for; nil where there is nothing to do.
  private func begin(_ call: LinkCall, _ argument: [UInt8]) async throws -> SessionResult? {
    let answer = try await agent.perform(call, argument: argument)
    if answer.outcome == .nothing { return nil }
    guard let uri = try named(answer.tamURI) ?? tam else { throw ExchangeFailure.noTAM }
    logger.debug("session with \(uri)")
    var session = TEEPSession(agent: agent, client: client, tam: uri, logger: logger)
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
