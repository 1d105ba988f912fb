#if !hasFeature(Embedded)
  /// The one request that waits for its answer, and when it is to be repeated.
  struct Outstanding: Sendable {
    /// How often it was sent.
    private(set) var transmissions = 1
    private(set) var deadline: UInt64
    private var interval: UInt64
    private let maximumInterval: UInt64
    private let maximumTransmissions: Int
    /// When the agent counts as silent, however often the request was sent.
    private var patienceEnd: UInt64
    private let patience: UInt64

    /// The request that begins with the phase has just been sent.
    init(_ phase: BrokerLink.Phase, _ configuration: BrokerLink.Configuration, at now: UInt64) {
      if phase.isPolling {
        interval = configuration.pollInterval
        maximumInterval = configuration.maximumPollInterval
      } else {
        interval = configuration.retransmissionInterval
        maximumInterval = configuration.maximumRetransmissionInterval
      }
      if phase.isPatient {
        maximumTransmissions = .max
        patience = configuration.toleratedSilence
      } else {
        maximumTransmissions = configuration.maximumRetransmissions + 1
        patience = .max
      }
      patienceEnd = phase.isPatient ? now + patience : .max
      deadline = min(now + interval, patienceEnd)
    }

    func isExhausted(at now: UInt64) -> Bool {
      now >= patienceEnd || transmissions >= maximumTransmissions
    }

    /// The request has been sent once more.
    mutating func repeated(at now: UInt64) {
      transmissions += 1
      interval = min(interval * 2, maximumInterval)
      deadline = min(now + interval, patienceEnd)
    }

    /// The agent says that it is still at work.
    mutating func heard(at now: UInt64) { patienceEnd = now + patience }
  }
#endif
