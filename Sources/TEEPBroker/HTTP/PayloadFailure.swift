/// Why a payload could not be fetched.
enum PayloadFailure: Error, Equatable, CustomStringConvertible {
  case forbidden(RemoteURIError)
  case notAllowed(scheme: RemoteURI.Scheme, host: String)
  case unreachable(String)
  case status(Int)
  case tooSlow(Duration)
  /// After a break there was something else at the URI.
  case changed

  /// What the agent is told.
  var code: UInt8 {
    switch self {
    case .forbidden, .notAllowed: 1
    case .unreachable, .changed: 2
    case .status: 3
    case .tooSlow: 4
    }
  }

  var description: String {
    switch self {
    case .forbidden(let error): error.description
    case .notAllowed(let scheme, let host):
      "cannot be fetched: the configuration allows no fetch by \(scheme.rawValue) from \(host)"
    case .unreachable(let reason): "cannot be fetched (\(reason))"
    case .status(let status): "cannot be fetched: HTTP status \(status)"
    case .tooSlow(let limit): "did not arrive within \(limit.formatted)"
    case .changed: "cannot be fetched: it changed while it was being fetched"
    }
  }
}
