import TEEPCodec
import TEEPHost

/// Why what an application asked for was not done, as one sentence. What the agent did not do is an ``AgentFailure``.
enum ExchangeFailure: Error, Equatable, CustomStringConvertible {
  case busy(device: String, waiting: Int)
  case ending(device: String)
  case noTAM
  case badTAM(RemoteURIError)
  case tam(RemoteURI, TAMFailure)
  case tooManyMessages(RemoteURI, limit: Int)
  case tooManyTAMs(limit: Int)
  case unexpectedAnswer(String)
  case unreadableStatus(String, DecodeError)
  case notInstalled(ComponentIdentifier, SessionResult?)
  case notRemoved(ComponentIdentifier, SessionResult?)
  case complaint(SessionResult)
  /// Sessions of one policy check that failed, as sentences, the kind of the first of them, and the TAMs that may answer
  /// another time.
  case policyCheck([String], ErrorKind, unanswered: [RemoteURI])

  var description: String {
    switch self {
    case .busy(let device, let waiting):
      "the agent at \(device) is busy and \(waiting) calls wait for it already; try again later"
    case .ending(let device): "the device \(device) is no longer served"
    case .noTAM: "the agent named no TAM, and the broker was started without --tam"
    case .badTAM(let error): "the agent named a TAM that is not spoken to: \(error)"
    case .tam(let tam, let failure): "the TAM at \(tam) \(failure)"
    case .tooManyMessages(let tam, let limit):
      "the session with the TAM at \(tam) did not end within \(limit) messages, so it was dropped"
    case .tooManyTAMs(let limit): "the agent went on naming TAMs for \(limit) rounds of one policy check"
    case .unexpectedAnswer(let device):
      "the agent at \(device) answered what the call does not provide for; is it of another version?"
    case .unreadableStatus(let device, let error):
      "the agent at \(device) says what it holds in a form that cannot be read: \(error)"
    case .notInstalled(let component, let session):
      "\(component) was not installed: \(Self.reason(session, otherwise: "has nothing by this name for the device"))"
    case .notRemoved(let component, let session):
      "\(component) is still there: \(Self.reason(session, otherwise: "did not have it removed"))"
    case .complaint(let session): Self.reason(session, otherwise: "")
    case .policyCheck(let failures, _, _): failures.joined(separator: "; ")
    }
  }

  private static func reason(_ session: SessionResult?, otherwise: String) -> String {
    guard let session else { return "the agent says that there is nothing to do" }
    guard let complaint = session.complaint else { return "the TAM at \(session.tam) \(otherwise)" }
    return "the session with the TAM at \(session.tam) ended with \(complaint)"
  }
}
