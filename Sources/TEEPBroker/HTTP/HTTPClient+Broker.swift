import AsyncHTTPClient

extension HTTPClient.Configuration {
  /// What TEEP over HTTP demands: redirects are not followed, cookies not kept. Each request has a connection of its own,
  /// so that none fails because a server closed an idle one, which could not be told from a message that got lost; and
  /// nothing is ever tried twice.
  static var broker: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.maximumUsesPerConnection = 1
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }
}
