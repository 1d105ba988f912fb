import TEEPLink

extension ExchangeFailure {
  var kind: ErrorKind {
    switch self {
    case .busy: .agentBusy
    case .ending: .ending
    case .noTAM: .noTAM
    case .badTAM: .tamForbidden
    case .tam(_, let failure): failure.kind
    case .tooManyMessages, .tooManyTAMs: .endless
    case .unexpectedAnswer, .unreadableStatus: .deviceProtocol
    case .notInstalled, .notRemoved, .complaint: .notDone
    case .policyCheck(_, let kind, _): kind
    }
  }
}

extension AgentFailure {
  var kind: ErrorKind {
    switch self {
    case .absent: .deviceAbsent
    case .tooSlow: .agentTooSlow
    case .refused: .agentRefused
    case .link(.agentSilent, _): .deviceSilent
    case .link(.agentRestarted, _): .deviceRestarted
    case .link(.lineLost, _), .link(.sessionLost, _): .lineLost
    case .link(.abandoned, _): .ending
    case .link(.incompatible, _), .link(.answerTooLong, _), .link(.protocolViolation, _): .deviceProtocol
    }
  }
}

extension TAMFailure {
  var kind: ErrorKind {
    switch self {
    case .unreachable: .tamUnreachable
    case .tooSlow: .tamTooSlow
    case .status: .tamStatus
    case .mediaType: .tamNotTEEP
    case .tooLong: .tamTooLong
    case .leftAlone: .tamLeftAlone
    }
  }
}

extension PayloadFailure {
  var kind: ErrorKind {
    switch self {
    case .forbidden, .notAllowed: .payloadForbidden
    case .unreachable, .changed: .payloadUnreachable
    case .status: .payloadStatus
    case .tooSlow: .payloadTooSlow
    }
  }
}
