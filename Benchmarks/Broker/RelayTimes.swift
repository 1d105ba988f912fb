import Synchronization

/// How long messages were under way.
final class RelayTimes: Sendable {
  private struct State {
    var sentByTAM: ContinuousClock.Instant?
    var sentByAgent: ContinuousClock.Instant?
    var toAgent: [Duration] = []
    var toTAM: [Duration] = []
  }

  private let state = Mutex(State())

  var toAgent: Quantiles { Quantiles(state.withLock { $0.toAgent }) }
  var toTAM: Quantiles { Quantiles(state.withLock { $0.toTAM }) }

  func clear() { state.withLock { $0 = State() } }

  func tamSends() { state.withLock { $0.sentByTAM = .now } }

  func agentSends() { state.withLock { $0.sentByAgent = .now } }

  func agentHas() {
    state.withLock { state in
      if let start = state.sentByTAM { state.toAgent.append(start.duration(to: .now)) }
      state.sentByTAM = nil
    }
  }

  func tamHas() {
    state.withLock { state in
      if let start = state.sentByAgent { state.toTAM.append(start.duration(to: .now)) }
      state.sentByAgent = nil
    }
  }
}

/// Where the values of a measurement lie: how many there are, and the median, the 99th percentile and the largest in
/// microseconds, as the cells of a table.
struct Quantiles: CustomStringConvertible {
  private let sorted: [Duration]

  init(_ values: [Duration]) { sorted = values.sorted() }

  private func quantile(_ share: Double) -> String {
    guard !sorted.isEmpty else { return "none" }
    let value = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    return "\(Int(value / .microseconds(1)))"
  }

  var description: String {
    "\(sorted.count) | \(quantile(0.5)) | \(quantile(0.99)) | \(quantile(1))"
  }
}
