import TEEPLink

/// What a broker does with its end of the link: makes calls one after the other, and gives payloads.
final class SimulatedBroker {
  struct Call {
    let call: LinkCall
    let argument: [UInt8]
  }

  /// What there is at a URI: pieces as the network brings them, and a failure at the end.
  struct Resource {
    var pieces: [[UInt8]]
    var failure: UInt8?
  }

  enum Ending: Equatable {
    case answer(BrokerLink.Answer)
    case failure(BrokerLink.Failure)

    var outcome: LinkOutcome? { if case .answer(let answer) = self { answer.outcome } else { nil } }
  }

  var link: BrokerLink
  /// The calls still to be made.
  var calls: [Call] = []
  var resources: [[UInt8]: Resource] = [:]
  /// How long the network takes for each piece of payload, in microseconds.
  var payloadLatency: UInt64 = 0

  /// What became of the calls made so far, and every other event.
  private(set) var endings: [Ending] = []
  private(set) var events: [BrokerLink.Event] = []
  /// Everything sent.
  private(set) var sent: [ReferenceFrame] = []
  /// Bytes sent since the agent last answered, at most.
  private(set) var mostUnanswered = 0
  private var unanswered = 0
  private var stream: Resource?
  private var isCalling = false

  private let configuration: BrokerLink.Configuration

  init(_ configuration: BrokerLink.Configuration) {
    self.configuration = configuration
    link = BrokerLink(configuration: configuration)
  }

  /// Every call has come to its end, and so has what the link does after it.
  var isDone: Bool { calls.isEmpty && !isCalling && link.deadline == nil }

  /// How many requests were sent more than once.
  var repetitions: Int {
    sent.count - Set(sent.map { UInt64($0.session) << 16 | UInt64($0.number) }).count
  }

  func makeNextCall(at now: UInt64) {
    guard !calls.isEmpty else { return }
    let call = calls.removeFirst()
    isCalling = true
    link.start(call.call, argument: call.argument, at: now)
  }

  /// Forgets everything and goes on with the next call.
  func restart(at now: UInt64) {
    link = BrokerLink(configuration: configuration)
    stream = nil
    isCalling = false
    makeNextCall(at: now)
  }

  /// The agent has sent something.
  func agentAnswered() { unanswered = 0 }

  /// Bytes to send; empty: the agent wants payload; nil: nothing more happens now.
  func next(at now: UInt64) -> [UInt8]? {
    let output = link.takeOutput()
    if !output.isEmpty {
      sent += ReferenceFrame.all(in: output)
      unanswered += output.count
      mostUnanswered = max(mostUnanswered, unanswered)
      return output
    }
    while let event = link.nextEvent() {
      events.append(event)
      switch event {
      case .connected, .agentRestarted: break
      case .fetch(let uri): stream = resources[uri] ?? Resource(pieces: [], failure: 44)
      case .wantsPayload: return []
      case .fetchOver: stream = nil
      case .finished(let answer): finish(with: .answer(answer), at: now)
      case .failed(let failure): finish(with: .failure(failure), at: now)
      }
      if let output = next(at: now) { return output }
    }
    return nil
  }

  private func finish(with ending: Ending, at now: UInt64) {
    guard isCalling else { return }
    isCalling = false
    endings.append(ending)
    makeNextCall(at: now)
  }

  func givePayload(at now: UInt64) {
    guard stream != nil else { return }
    if stream?.pieces.isEmpty == false, let piece = stream?.pieces.removeFirst() {
      link.provide(payload: piece, at: now)
    } else if let failure = stream?.failure {
      link.failPayload(failure, at: now)
    } else {
      link.endPayload(at: now)
    }
  }
}
