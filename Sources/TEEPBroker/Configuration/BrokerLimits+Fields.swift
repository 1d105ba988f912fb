import TEEPLink

extension BrokerLimits {
  private static let durations: [String: any WritableKeyPath<BrokerLimits, Duration> & Sendable] = [
    "device-wait": \.deviceWait, "idle-probe": \.idleProbe, "call-time": \.callTime,
    "connect-time": \.connectTime,
    "idle-time": \.idleTime,
    "exchange-place-time": \.placeTime, "tam-patience": \.tamPatience,
    "tam-time": \.tamTime, "payload-time": \.payloadTime, "first-policy-check": \.firstPolicyCheck,
    "finish-time": \.finishTime, "undo-time": \.undoTime,
  ]
  private static let numbers: [String: any WritableKeyPath<BrokerLimits, Int> & Sendable] = [
    "devices": \.maximumDevices, "exchanges": \.maximumExchanges,
    "waiting-calls": \.maximumWaitingCalls, "tam-answer": \.maximumTAMAnswer,
    "session-messages": \.maximumSessionMessages, "payload-breaks": \.maximumPayloadBreaks,
    "policy-rounds": \.maximumPolicyRounds,
  ]

  init(_ field: ConfigurationField) throws {
    self.init()
    let fields = try field.members(Self.durations.keys.sorted() + Self.numbers.keys.sorted() + ["link"])
    for (name, path) in Self.durations {
      if let field = fields[name] {
        self[keyPath: path] = try field.duration(.milliseconds(1) ... .seconds(86_400))
      }
    }
    for (name, path) in Self.numbers {
      if let field = fields[name] { self[keyPath: path] = try field.number(1...(1 << 30)) }
    }
    if let field = fields["link"] { link = try BrokerLink.Configuration(field) }
  }
}

extension BrokerLink.Configuration {
  private static let intervals: [String: any WritableKeyPath<BrokerLink.Configuration, UInt64> & Sendable] = [
    "retransmission-interval": \.retransmissionInterval,
    "maximum-retransmission-interval": \.maximumRetransmissionInterval, "poll-interval": \.pollInterval,
    "maximum-poll-interval": \.maximumPollInterval, "tolerated-silence": \.toleratedSilence,
  ]

  fileprivate init(_ field: ConfigurationField) throws {
    self.init()
    let fields = try field.members(
      Self.intervals.keys.sorted() + ["maximum-retransmissions", "largest-frame", "maximum-answer"])
    for (name, path) in Self.intervals {
      if let field = fields[name] {
        self[keyPath: path] = UInt64(
          try field.duration(.milliseconds(1) ... .seconds(3600)) / .milliseconds(1))
      }
    }
    if let field = fields["maximum-retransmissions"] { maximumRetransmissions = try field.number(1...1000) }
    if let field = fields["largest-frame"] { largestFrame = try field.number(32...255) }
    if let field = fields["maximum-answer"] { maximumAnswer = try field.number(1...(1 << 24)) }
  }
}

extension RetryPolicy {
  init(_ field: ConfigurationField) throws {
    self.init()
    let fields = try field.members([
      "attempts", "first-delay", "longest-delay", "failures-to-open", "open-time",
    ])
    if let field = fields["attempts"] { attempts = try field.number(1...100) }
    if let field = fields["first-delay"] { firstDelay = try field.duration() }
    if let field = fields["longest-delay"] { longestDelay = try field.duration() }
    if let field = fields["failures-to-open"] { failuresToOpen = try field.number(1...1_000_000) }
    if let field = fields["open-time"] { openTime = try field.duration() }
  }
}
