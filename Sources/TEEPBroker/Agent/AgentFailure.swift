import TEEPAgent
import TEEPLink

/// Why an agent did not do what it was asked, as one sentence.
enum AgentFailure: Error, Equatable, CustomStringConvertible {
  /// There is no line to the device.
  case absent(device: String)
  /// The call took longer than it may.
  case tooSlow(device: String, limit: Duration)
  /// There is no answer.
  case link(BrokerLink.Failure, device: String)
  /// The agent answered that it cannot do it.
  case refused(LinkCall, code: UInt8)

  var description: String {
    switch self {
    case .absent(let device): "there is no line to the device \(device); check that it is there and running"
    case .tooSlow(let device, let limit):
      "the agent at \(device) was not done after \(limit.formatted), so the call was given up"
    case .link(let failure, let device): "the agent at \(device) " + Self.sentence(failure)
    case .refused(let call, let code): Self.sentence(call, code)
    }
  }

  private static func sentence(_ failure: BrokerLink.Failure) -> String {
    switch failure {
    case .agentSilent: "does not answer; check the line and its speed"
    case .agentRestarted: "restarted during the call; try again"
    case .sessionLost: "dropped the call; check that no other broker uses it, and try again"
    case .lineLost: "went away during the call; try again"
    case .abandoned: "was told to drop the call"
    case .incompatible(let version): "speaks version \(version) of the link, which this broker does not"
    case .answerTooLong(let count): "answered with \(count) bytes, which is more than this broker takes"
    case .protocolViolation: "answered what makes no sense; is it a TEEP agent?"
    }
  }

  private static func sentence(_ call: LinkCall, _ code: UInt8) -> String {
    switch AgentCallFailure(rawValue: code) {
    case .malformedArgument:
      call == .requestTA || call == .unrequestTA
        ? "the agent takes no component identifier like this" : "the agent did not understand the call"
    case .noTAM: "no TAM that the device trusts may manage this component"
    case .tooManyPending:
      "the agent cannot remember more pending requests; run a policy check and try again"
    case .notProvisioned:
      "the device is not provisioned: it holds no trust anchors that can be read; put a store that 'teep provision' makes "
        + "onto it"
    case .signingFailed: "the device could not sign its answer; is it provisioned with a key?"
    case .tooLarge: "the agent's answer does not fit its memory"
    case .restarted: "the device restarted after a failure; ask for its status, and try again"
    case .noKeyToRead:
      "the device gives no public key out: it was given its key, or the key it made has been read; where that was not you, "
        + "provision the device again"
    case .unsoundRandomSource:
      "the device has to make its key and cannot: the source of its random numbers fails its test; restart it, and where "
        + "that does not help, give it a key made elsewhere"
    case .flashFailed: "the device's flash did not take what it had to keep; restart the device"
    case nil: "the agent refused the call with the unknown code \(code)"
    }
  }
}
