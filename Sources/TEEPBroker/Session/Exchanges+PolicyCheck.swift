import TEEPLink

extension Exchanges {
  /// A TAM to have a session with, and the agent's first message to it.
  private typealias Turn = (tam: RemoteURI, message: [UInt8])

  /// What happens while TAMs are asked to begin.
  private enum Happening: Sendable {
    case opened(OpenedSession, number: Int)
    case patienceOver(number: Int)
  }

  /// RequestPolicyCheck: asks each TAM that the agent names. Returns what was done, as a sentence.
  func checkPolicy() async throws -> String {
    try await perform(.policyCheck) { attempt in
      // The TAMs that did not answer are asked again; the agent has named them, and would name the others too.
      if case .policyCheck(_, _, let unanswered) = attempt.lastFailure as? ExchangeFailure {
        var rest = unanswered[...]
        return try await runSessions(attempt, PolicyCheck()) { _ in rest.popFirst().map { ($0, []) } }
      }
      var rounds = 0
      return try await runSessions(attempt, PolicyCheck()) { check in
        while rounds < agent.limits.maximumPolicyRounds {
          rounds += 1
          let answer = try await agent.perform(.requestPolicyCheck)
          if answer.outcome == .nothing { return nil }
          do { return (try named(answer, attempt), answer.message) } catch let failure as ExchangeFailure {
            check.note(failure)
          }
        }
        throw ExchangeFailure.tooManyTAMs(limit: agent.limits.maximumPolicyRounds)
      }
    }
  }

  /// Has a session with each TAM that `next` names, one after the other. A TAM that does not answer soon has the next one
  /// go before it: its session is run when it answers, between two others.
  private func runSessions(
    _ attempt: ExchangeAttempt, _ check: PolicyCheck, next: (inout PolicyCheck) async throws -> Turn?
  ) async throws -> String {
    let patience = agent.limits.tamPatience
    return try await withThrowingTaskGroup(of: Happening.self) { group in
      var check = check
      var (count, unopened) = (0, 0)
      do {
        while let turn = try await next(&check) {
          count += 1
          unopened += 1
          let number = count
          group.addTask { .opened(await open(turn.tam, from: turn.message, attempt), number: number) }
          group.addTask {
            try? await Task.sleep(for: patience)
            return .patienceOver(number: number)
          }
          turn: while let happening = try await group.next() {
            switch happening {
            case .opened(let session, let opened):
              unopened -= 1
              try await check.take(session)
              if opened == number { break turn }
            case .patienceOver(number): break turn
            case .patienceOver: break
            }
          }
        }
        while unopened > 0, let happening = try await group.next() {
          guard case .opened(let session, _) = happening else { continue }
          unopened -= 1
          try await check.take(session)
        }
      } catch {
        group.cancelAll()
        while let happening = try? await group.next() {
          if case .opened(let session, _) = happening { await session.giveUp(because: error) }
        }
        throw error
      }
      group.cancelAll()
      return try check.outcome()
    }
  }
}
