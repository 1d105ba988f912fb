public import TEEPHost

/// Something that happened between the broker and one of its devices.
public struct BrokerEvent: Equatable, Sendable {
  /// The device's name.
  public let device: String
  public let happening: Happening

  public init(device: String, _ happening: Happening) {
    self.device = device
    self.happening = happening
  }

  /// What can happen.
  public enum Happening: Equatable, Sendable {
    /// A pseudo-terminal is there for an agent to be attached to.
    case pseudoTerminalOpened(path: String)
    /// An agent speaks on the line: at first, on a new line, or after a restart.
    case connected(maximumMessage: Int)
    /// There is no line any more, or still none; one of these for each attempt that failed.
    case lineLost(reason: String)
    /// The agent restarted.
    case agentRestarted

    /// An application, the timer or the agent's start wants something done, and it is the agent's turn to do it.
    case exchangeStarted(Exchange)
    /// What was wanted is done, or is not; nothing follows by itself.
    case exchangeEnded(Exchange, ExchangeOutcome)

    /// A session with a TAM begins with its first POST.
    case sessionStarted(tam: RemoteURI)
    /// A TEEP message is about to be relayed.
    case messageRelayed(RelayedMessage)
    /// A session is over; nil where it came to its end.
    case sessionEnded(tam: RemoteURI, ErrorKind?)
    /// An attempt failed and the next one, a new session, begins after `delay`; the first retry has number 1.
    case retryScheduled(Exchange, number: Int, delay: Duration, ErrorKind)
    /// A TAM failed so often that it is left alone for a while, whatever device wants to speak to it.
    case circuitOpened(tam: RemoteURI, for: Duration)
    /// A TAM that was left alone answered again.
    case circuitClosed(tam: RemoteURI)

    /// The agent asked for a payload.
    case payloadStarted(uri: String)
    /// The agent has taken `bytes` of the payload; `total` where the server said how many there are.
    case payloadProgress(uri: String, bytes: Int, total: Int?)
    /// The connection broke and the rest is asked for.
    case payloadResumed(uri: String, from: Int)
    /// The payload is whole, or was given up.
    case payloadEnded(uri: String, bytes: Int, ErrorKind?)

    /// Frames that were sent again since the last of these, and bytes each way on the line.
    case linkTraffic(LinkTraffic)
  }
}

/// What an agent is asked to do (RFC 9397, section 6.2.1).
public enum Exchange: Hashable, Sendable, CustomStringConvertible {
  case request(ComponentIdentifier)
  case release(ComponentIdentifier)
  case policyCheck

  public var description: String {
    switch self {
    case .request(let component): "request \(component)"
    case .release(let component): "release \(component)"
    case .policyCheck: "policy check"
    }
  }
}

/// How an exchange ended, with a sentence for people.
public enum ExchangeOutcome: Equatable, Sendable {
  case done(String)
  case failed(ErrorKind, String)
}

/// What went over a line since it was last told.
public struct LinkTraffic: Equatable, Sendable {
  public var bytesToAgent = 0
  public var bytesFromAgent = 0
  /// Frames that were sent again because no answer came in time.
  public var retransmissions = 0

  public init() {}

  var isEmpty: Bool { self == LinkTraffic() }
}
