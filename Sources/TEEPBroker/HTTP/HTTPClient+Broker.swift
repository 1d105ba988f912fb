import AsyncHTTPClient
import NIOCore

extension HTTPClient.Configuration {
  /// What the system may take in of an answer before it is wanted, in bytes. Left to itself it takes many MiB, all of
  /// which comes at once when the server ends the connection.
  private static let receiveBuffer: ChannelOptions.Types.SocketOption.Value = 1 << 16

  /// What TEEP over HTTP demands: redirects are not followed, cookies not kept. Each request has a connection of its own,
  /// so that none fails because a server closed an idle one, which could not be told from a message that got lost; and
  /// nothing is ever tried twice.
  static var broker: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.maximumUsesPerConnection = 1
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.http1_1ConnectionDebugInitializer = { connection in
      connection.setOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
    }
    return configuration
  }
}
