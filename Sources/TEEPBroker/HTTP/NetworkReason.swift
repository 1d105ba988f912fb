import AsyncHTTPClient
import NIOCore
import NIOPosix

/// What a failed connection or transfer is due to, in few words for a sentence in parentheses.
func networkReason(_ error: any Error) -> String {
  switch error {
  case let error as IOError: SystemError.text(error.errnoCode)
  case let error as NIOConnectionError:
    (error.connectionErrors.first?.error ?? error.dnsAError ?? error.dnsAAAAError).map(networkReason)
      ?? "no address for \(error.host)"
  case let error as HTTPClientError: error.shortDescription
  case is UnixDomainSocketPathWrongType: "what is there is no socket"
  default: "\(error)".printable
  }
}
