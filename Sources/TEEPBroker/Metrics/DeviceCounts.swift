/// What is counted of one device.
struct DeviceCounts: Sendable {
  /// How often something came to its end, and how often it failed.
  struct Endings: Sendable {
    var done = 0
    var failed = 0

    mutating func count(isDone: Bool) {
      if isDone { done += 1 } else { failed += 1 }
    }
  }

  /// What is counted each way.
  struct BothWays: Sendable {
    var toAgent = 0
    var fromAgent = 0

    subscript(direction: RelayedMessage.Direction) -> Int {
      get { direction == .toAgent ? toAgent : fromAgent }
      set { if direction == .toAgent { toAgent = newValue } else { fromAgent = newValue } }
    }
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
  var requests = Endings()
  var releases = Endings()
  var policyChecks = Endings()
  var sessionsUnderWay = 0
  var sessions = Endings()
  var messages = BothWays()
  var messageBytes = BothWays()
  var retries = 0
  var payloads = Endings()
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
      var failure: ErrorKind?
      if case .failed(let kind, _) = outcome { failure = kind }
      count(failure, .exchange)
      switch exchange {
      case .request: requests.count(isDone: failure == nil)
      case .release: releases.count(isDone: failure == nil)
      case .policyCheck: policyChecks.count(isDone: failure == nil)
      }
    case .sessionStarted: sessionsUnderWay += 1
    case .sessionEnded(_, let kind):
      sessionsUnderWay -= 1
      sessions.count(isDone: kind == nil)
      count(kind, .session)
    case .messageRelayed(let message):
      messages[message.direction] += 1
      messageBytes[message.direction] += message.size
    case .retryScheduled: retries += 1
    case .payloadResumed: payloadResumptions += 1
    case .payloadEnded(_, let bytes, let kind):
      payloads.count(isDone: kind == nil)
      payloadBytes += bytes
      count(kind, .payload)
    case .linkTraffic(let more):
      traffic.bytesToAgent += more.bytesToAgent
      traffic.bytesFromAgent += more.bytesFromAgent
      traffic.retransmissions += more.retransmissions
    case .pseudoTerminalOpened, .exchangeStarted, .circuitOpened, .circuitClosed, .payloadStarted,
      .payloadProgress:
      break
    }
  }

  private mutating func count(_ kind: ErrorKind?, _ stage: Failure.Stage) {
    if let kind { failures[Failure(stage: stage, kind: kind), default: 0] += 1 }
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
