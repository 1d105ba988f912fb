public import TEEPHost

/// Why a request to a broker failed, as one sentence.
public enum BrokerClientError: Error, Equatable, CustomStringConvertible {
  /// Nothing answered at the socket.
  case unreachable(UnixSocketAddress, String)
  /// The broker did not do it; the sentence is its own.
  case refused(status: Int, String)
  /// What answered is no broker of this version.
  case unintelligible(UnixSocketAddress)

  public var description: String {
    switch self {
    case .unreachable(let address, let reason):
      "no broker answers at \(address) (\(reason)); check that teep-broker runs with --api \(address)"
    case .refused(_, let sentence): sentence
    case .unintelligible(let address):
      "what answers at \(address) is no broker; give the address that teep-broker has as --api"
    }
  }
}
