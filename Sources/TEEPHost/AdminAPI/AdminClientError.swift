/// Why a request to a TAM's ``AdminAPI`` failed, as one sentence.
public enum AdminClientError: Error, Equatable, CustomStringConvertible {
  /// Nothing answered at the socket.
  case unreachable(UnixSocketAddress, String)
  /// The TAM refused; the sentence is its own.
  case refused(status: Int, String)
  /// What answered is no TAM of this version.
  case unintelligible(UnixSocketAddress)

  public var description: String {
    switch self {
    case .unreachable(let address, let reason):
      "no TAM answers at \(address) (\(reason)); check that teep-tam runs with --admin \(address)"
    case .refused(_, let sentence): sentence
    case .unintelligible(let address):
      "what answers at \(address) is no admin socket of a TAM; give the one that teep-tam has as --admin"
    }
  }
}
