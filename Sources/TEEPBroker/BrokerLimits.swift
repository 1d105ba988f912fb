public import TEEPLink

/// What the broker bounds, and where. The defaults suit a device whose signature takes seconds.
public struct BrokerLimits: Equatable, Sendable {
  /// The timers of the link.
  public var link = BrokerLink.Configuration()
  /// How long a call waits for a line to the device.
  public var deviceWait = Duration.seconds(10)
  /// After how long an agent that nothing is wanted of is asked whether it is still there.
  public var idleProbe = Duration.seconds(30)
  /// How long an agent may take for one call, its fetches included.
  public var callTime = Duration.seconds(900)
  /// How many calls wait for an agent that is busy.
  public var maximumWaitingCalls = 8

  /// Devices of a configuration.
  public var maximumDevices = 4096

  /// Requests and releases that go on at the same time, and policy checks apart from them; more of them wait.
  public var maximumExchanges = 32
  /// After how long one that is slow no longer keeps others waiting.
  public var placeTime = Duration.seconds(10)

  /// How long a connection to a TAM or a payload server may take to come about, TLS included.
  public var connectTime = Duration.seconds(10)
  /// How long a server may say nothing in the middle of an answer.
  public var idleTime = Duration.seconds(30)
  /// How long a TAM may take to answer a message, from the connection to the last byte.
  public var tamTime = Duration.seconds(60)
  /// How long a policy check waits for a TAM's first answer before it goes on with the next TAM meanwhile.
  public var tamPatience = Duration.seconds(1)
  /// Bytes of a TAM's answer.
  public var maximumTAMAnswer = 1 << 20
  /// TEEP messages, both ways together, after which a session ends.
  public var maximumSessionMessages = 16

  /// How long the network may take for one payload. The time that the agent takes to use it up does not count.
  public var payloadTime = Duration.seconds(600)
  /// Connections in a row that may break without bringing a byte of a payload.
  public var maximumPayloadBreaks = 5

  /// RequestPolicyCheck calls of one policy check, the last of which has to say that there are no more TAMs.
  public var maximumPolicyRounds = 32
  /// From the time when the device is first there to the first policy check.
  public var firstPolicyCheck = Duration.seconds(2)

  /// When a device is no longer served or the broker ends: how long what is under way may take to come to its end, and
  /// how long then to undo it, by telling the agent that the session is dropped.
  public var finishTime = Duration.seconds(5)
  public var undoTime = Duration.seconds(3)

  /// The defaults.
  public init() {}
}
