/// A server that answers at a socket of its own machine.
public enum LocalServer: Equatable, Sendable {
  case broker
  case tam

  fileprivate var name: String { self == .broker ? "broker" : "TAM" }
  fileprivate var endpoint: String { self == .broker ? "broker" : "admin socket of a TAM" }
  fileprivate var program: String { self == .broker ? "teep-broker" : "teep-tam" }
  fileprivate var option: String { self == .broker ? "--api" : "--admin" }
}

/// Why a request to a server of this machine failed, as one sentence.
public enum LocalServerError: Error, Equatable, CustomStringConvertible {
  /// Nothing answered at the socket.
  case unreachable(LocalServer, UnixSocketAddress, String)
  /// The server did not do it; the sentence is its own.
  case refused(status: Int, String)
  /// What answered is no such server, or of another version.
  case unintelligible(LocalServer, UnixSocketAddress)

  public var description: String {
    switch self {
    case .unreachable(let server, let address, let reason):
      "no \(server.name) answers at \(address) (\(reason)); check that \(server.program) runs with "
        + "\(server.option) \(address)"
    case .refused(_, let sentence): sentence
    case .unintelligible(let server, let address):
      "what answers at \(address) is no \(server.endpoint); give the address that \(server.program) has as "
        + server.option
    }
  }
}
