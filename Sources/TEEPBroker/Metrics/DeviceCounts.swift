/// What is counted of one device.
struct DeviceCounts: Sendable {
  enum Ending: String, CaseIterable {
    case done
    case failed
  }

  /// What was going on when an error of a kind happened.
  struct Failure: Hashable, Sendable {
    enum Stage: String, Sendable {
      case exchange
      case session
      case payload
    }

    var stage: Stage
    var kind: ErrorKind
  }

  var isConnected = false
  var lineLosses = 0
  var restarts = 0
  /// By the exchange's name and the ending.
  var exchanges: [String: [Ending: Int]] = [:]
  var sessionsUnderWay = 0
  var sessions: [Ending: Int] = [:]
  var messages: [RelayedMessage.Direction: Int] = [:]
  var messageBytes: [RelayedMessage.Direction: Int] = [:]
  var retries = 0
  var payloads: [Ending: Int] = [:]
  var payloadBytes = 0
  var payloadResumptions = 0
  var failures: [Failure: Int] = [:]
  var traffic = LinkTraffic()

  mutating func count(_ happening: BrokerEvent.Happening) {
    switch happening {
    case .connected: isConnected = true
    case .lineLost:
      // Attempts that fail are told, too.
      if isConnected { lineLosses += 1 }
      isConnected = false
    case .agentRestarted: restarts += 1
    case .exchangeEnded(let exchange, let outcome):
      switch outcome {
      case .done: exchanges[exchange.name, default: [:]][.done, default: 0] += 1
      case .failed(let kind, _):
        exchanges[exchange.name, default: [:]][.failed, default: 0] += 1
        failures[Failure(stage: .exchange, kind: kind), default: 0] += 1
      }
    case .sessionStarted: sessionsUnderWay += 1
    case .sessionEnded(_, let kind):
      sessionsUnderWay -= 1
      sessions[kind == nil ? .done : .failed, default: 0] += 1
      if let kind { failures[Failure(stage: .session, kind: kind), default: 0] += 1 }
    case .messageRelayed(let message):
      messages[message.direction, default: 0] += 1
      messageBytes[message.direction, default: 0] += message.size
    case .retryScheduled: retries += 1
    case .payloadResumed: payloadResumptions += 1
    case .payloadEnded(_, let bytes, let kind):
      payloads[kind == nil ? .done : .failed, default: 0] += 1
      payloadBytes += bytes
      if let kind { failures[Failure(stage: .payload, kind: kind), default: 0] += 1 }
    case .linkTraffic(let more):
      traffic.bytesToAgent += more.bytesToAgent
      traffic.bytesFromAgent += more.bytesFromAgent
      traffic.retransmissions += more.retransmissions
    case .pseudoTerminalOpened, .exchangeStarted, .circuitOpened, .circuitClosed, .payloadStarted,
      .payloadProgress:
      break
    }
  }
}

extension Exchange {
  /// One word, for metrics and events.
  var name: String {
    switch self {
    case .request: "request"
    case .release: "release"
    case .policyCheck: "policyCheck"
    }
  }
}
