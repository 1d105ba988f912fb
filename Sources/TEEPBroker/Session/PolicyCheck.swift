import TEEPLink

/// What a policy check has come to, over the sessions with all TAMs that the agent named.
struct PolicyCheck {
  private var sessionCount = 0
  private var messageCount = 0
  private var failures: [String] = []
  private var kind = ErrorKind.notDone
  private var unanswered: [RemoteURI] = []

  /// Runs a session. Where its TAM is at fault the others are asked all the same.
  mutating func take(_ session: OpenedSession) async throws {
    var session = session
    sessionCount += 1
    do {
      let result = try await session.run()
      messageCount += result.messageCount
      if result.complaint != nil { note(ExchangeFailure.complaint(result)) }
    } catch let failure as ExchangeFailure {
      guard failure.concernsOneTAM else { throw failure }
      note(failure)
      if case .tam(let tam, let failure) = failure, failure.isTransient { unanswered.append(tam) }
    } catch let failure as AgentFailure {
      guard case .refused(.processTEEPMessage, _) = failure else { throw failure }
      note(failure)
    }
  }

  /// Notes that there was no session, or none that came to its end.
  mutating func note(_ failure: any Error) {
    if failures.isEmpty { kind = ErrorKind(failure) }
    failures.append("\(failure)")
  }

  /// What was done, as a sentence.
  func outcome() throws(ExchangeFailure) -> String {
    guard failures.isEmpty else { throw .policyCheck(failures, kind, unanswered: unanswered) }
    return "checked the policy (sessions: \(sessionCount), messages: \(messageCount))"
  }
}

extension ExchangeFailure {
  /// Whether the agent can go on with the next TAM.
  fileprivate var concernsOneTAM: Bool {
    switch self {
    case .tam, .tooManyMessages, .badTAM, .noTAM: true
    default: false
    }
  }
}
