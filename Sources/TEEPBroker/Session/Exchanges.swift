import Logging
import TEEPHost
import TEEPLink

/// What applications can have done by an agent (RFC 9397, section 6.2.1), each from the call to the end of the session
/// that it led to.
struct Exchanges: Sendable {
  let agent: AgentHandle
  let settings: Current<DeviceSettings>
  let logger: Logger
  /// When the policy is checked next.
  let schedule = PolicySchedule()
  /// Opened when what is under way has to end at once.
  let isCut = Gate()

  /// Where exchanges of all devices go on: policy checks apart, so that applications cannot keep them from being made.
  func places(for exchange: Exchange) -> Places {
    let network = settings.value.client.network
    return exchange == .policyCheck ? network.checkPlaces : network.requestPlaces
  }

  init(agent: AgentHandle, settings: Current<DeviceSettings>, logger: Logger) {
    self.agent = agent
    self.settings = settings
    self.logger = logger
  }

  /// RequestTA: has a component installed. Returns what was done, as a sentence.
  func request(_ component: ComponentIdentifier) async throws -> String {
    try await perform(.request(component)) { attempt in
      let session = try await begin(.requestTA, argument(component, attempt.settings.tam), attempt)
      guard try await contents().holds(component) else {
        throw ExchangeFailure.notInstalled(component, session)
      }
      return session == nil ? "\(component) is installed already" : "installed \(component)"
    }
  }

  /// UnrequestTA: has a component removed. Returns what was done, as a sentence.
  func release(_ component: ComponentIdentifier) async throws -> String {
    try await perform(.release(component)) { attempt in
      let session = try await begin(.unrequestTA, argument(component, attempt.settings.tam), attempt)
      if try await contents().holds(component) { throw ExchangeFailure.notRemoved(component, session) }
      return session == nil ? "\(component) is not installed" : "removed \(component)"
    }
  }

  /// What the device holds; fails at once where there is no line.
  func status() async throws -> AgentContents {
    guard await agent.isOnline else { throw AgentFailure.absent(device: agent.device) }
    return try await withTurn { try await contents() }
  }

  /// Makes a call and runs the session that it asks for; nil where there is nothing to do.
  private func begin(
    _ call: LinkCall, _ argument: [UInt8], _ attempt: ExchangeAttempt
  ) async throws -> SessionResult? {
    let answer = try await agent.perform(call, argument: argument)
    if answer.outcome == .nothing { return nil }
    // A retry is a new session, which begins with the empty POST.
    return try await run(
      named(answer, attempt), from: attempt.lastFailure == nil ? answer.message : [], attempt)
  }

  private func run(
    _ tam: RemoteURI, from message: [UInt8], _ attempt: ExchangeAttempt
  ) async throws -> SessionResult {
    var session = await open(tam, from: message, attempt)
    return try await session.run()
  }

  /// Asks a TAM to begin a session.
  func open(_ tam: RemoteURI, from message: [UInt8], _ attempt: ExchangeAttempt) async -> OpenedSession {
    logger.debug("session with \(tam)")
    return await TEEPSession.open(
      TEEPSession(agent: agent, settings: attempt.settings, tam: tam, logger: logger), from: message)
  }

  /// The TAM that the agent names, which goes before the broker's own.
  func named(_ answer: BrokerLink.Answer, _ attempt: ExchangeAttempt) throws -> RemoteURI {
    guard answer.tamURI.isEmpty else {
      do { return try RemoteURI(answer.tamURI) } catch { throw ExchangeFailure.badTAM(error) }
    }
    guard let tam = attempt.settings.tam else { throw ExchangeFailure.noTAM }
    return tam
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
