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

  /// For messages to TAMs: a server that says nothing for too long counts as gone.
  static func messages(_ limits: BrokerLimits, proxy: ProxyAddress? = nil) -> HTTPClient.Configuration {
    var configuration = payloads(limits, proxy: proxy)
    configuration.timeout.read = TimeAmount(limits.idleTime)
    return configuration
  }

  /// For payloads, of which each device fetches one at a time, as slowly as it likes.
  static func payloads(_ limits: BrokerLimits, proxy: ProxyAddress? = nil) -> HTTPClient.Configuration {
    var configuration = broker
    configuration.timeout.connect = TimeAmount(limits.connectTime)
    // No request waits for another one's connection: the wait would count as time to connect, and the server as gone.
    // How many there are is bounded by the exchanges that go on at the same time.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.maximumDevices
    configuration.proxy = proxy.map { .server(host: $0.host, port: $0.port) }
    return configuration
  }
}
