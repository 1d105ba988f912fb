/// The kinds of failures that metrics count and watchers are told, one word each.
public enum ErrorKind: String, CaseIterable, Codable, Sendable {
  /// There is no line to the device.
  case deviceAbsent = "device_absent"
  /// The agent does not answer, or answers what makes no sense.
  case deviceSilent = "device_silent"
  case deviceProtocol = "device_protocol"
  case deviceRestarted = "device_restarted"
  case lineLost = "line_lost"
  /// The agent was not done in time.
  case agentTooSlow = "agent_too_slow"
  /// The agent said that it cannot do it.
  case agentRefused = "agent_refused"
  /// The agent has too much to do already.
  case agentBusy = "agent_busy"

  /// Nobody names a TAM, or a TAM is named that is not spoken to.
  case noTAM = "no_tam"
  case tamForbidden = "tam_forbidden"
  /// Name, connection, TLS, or an answer that broke off.
  case tamUnreachable = "tam_unreachable"
  case tamTooSlow = "tam_too_slow"
  case tamStatus = "tam_status"
  /// The answer is not of TEEP's media type, or too long.
  case tamNotTEEP = "tam_not_teep"
  case tamTooLong = "tam_too_long"
  /// The TAM failed so often that it is left alone for now.
  case tamLeftAlone = "tam_left_alone"
  /// A session, or a policy check, that does not come to its end.
  case endless = "endless"

  case payloadForbidden = "payload_forbidden"
  case payloadUnreachable = "payload_unreachable"
  case payloadStatus = "payload_status"
  case payloadTooSlow = "payload_too_slow"
  /// The agent wanted no more of a payload.
  case payloadGivenUp = "payload_given_up"

  /// The session came to its end, but not to what was asked for.
  case notDone = "not_done"
  /// The broker is being ended, or the device was taken from its configuration.
  case ending = "ending"
  case other = "other"

  /// The kind of an error of the broker.
  init(_ error: any Error) {
    self =
      switch error {
      case let failure as ExchangeFailure: failure.kind
      case let failure as AgentFailure: failure.kind
      case let failure as TAMFailure: failure.kind
      case let failure as PayloadFailure: failure.kind
      case is CancellationError: .ending
      default: .other
      }
  }
}
