import Logging
import TEEPLink

/// One attempt at an exchange.
struct ExchangeAttempt: Sendable {
  let settings: DeviceSettings
  /// Why the attempt before failed; nil for the first one.
  let lastFailure: (any Error)?
}

extension Exchanges {
  /// Makes attempts at an exchange until one succeeds, or fails for good. Each has the agent's turn; the pauses between
  /// them leave the agent to others.
  func perform(
    _ exchange: Exchange, _ body: @escaping @Sendable (ExchangeAttempt) async throws -> String
  ) async throws -> String {
    var lastFailure: (any Error)?
    var number = 0
    do {
      while true {
        do {
          let sentence = try await attempt(exchange, lastFailure, body)
          agent.events.publish(.exchangeEnded(exchange, .done(sentence)))
          return sentence
        } catch {
          number += 1
          try await pause(after: error, number, exchange)
          lastFailure = error
        }
      }
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

  private func attempt(
    _ exchange: Exchange, _ lastFailure: (any Error)?,
    _ body: @escaping @Sendable (ExchangeAttempt) async throws -> String
  ) async throws -> String {
    try await withTurn {
      if lastFailure == nil { agent.events.publish(.exchangeStarted(exchange)) }
      let attempt = ExchangeAttempt(settings: settings.value, lastFailure: lastFailure)
      return try await untilCut {
        try await places(for: exchange).withPlace(
          of: agent.limits.maximumExchanges, for: agent.limits.placeTime, on: agent.eventLoop
        ) { try await body(attempt) }
      }
    }
  }

  /// Waits before the next attempt; throws `failure` where there is none.
  private func pause(after failure: any Error, _ number: Int, _ exchange: Exchange) async throws {
    let retries = settings.value.retries
    guard failure.isTransient, number < retries.attempts else { throw failure }
    var delay = retries.delay(before: number)
    if case .tam(_, .leftAlone(_, let rest)) = failure as? ExchangeFailure { delay = max(delay, rest) }
    logger.notice("\(exchange): \(failure); trying again in \(delay.formatted)")
    agent.events.publish(.retryScheduled(exchange, number: number, delay: delay, ErrorKind(failure)))
    try await untilCut { [delay] in try await Task.sleep(for: delay) }
  }

  /// Has the agent's turn while `body` runs.
  func withTurn<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
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

  /// Lets what is under way come to its end, or undoes it where that takes too long. Nothing new is begun.
  func end() async {
    let turns = agent.turns
    if turns.closeAtOnce() { return isCut.open() }
    do {
      try await withTimeLimit(agent.limits.finishTime) { try await turns.close() }
    } catch {
      isCut.open()
      try? await withTimeLimit(agent.limits.undoTime) { try await turns.close() }
    }
    isCut.open()
  }
}

extension Error {
  /// Whether the same may go better at another time though nobody changes anything.
  var isTransient: Bool {
    switch self as any Error {
    case ExchangeFailure.tam(_, let failure): failure.isTransient
    case ExchangeFailure.policyCheck(_, _, let unanswered): !unanswered.isEmpty
    // What the agent was at is lost; it is there again, or comes back.
    case AgentFailure.link(.agentRestarted, _), AgentFailure.link(.sessionLost, _),
      AgentFailure.link(.lineLost, _):
      true
    default: false
    }
  }
}
