import AsyncHTTPClient

/// An HTTP client that ends when nobody uses it any more: a reload replaces it while sessions still need the old one.
final class SharedHTTPClient: Sendable {
  let client: HTTPClient

  init(_ configuration: HTTPClient.Configuration) {
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  deinit {
    // Its connections are closed by then, so nothing can fail that anybody would want to know of.
    client.shutdown { _ in }
  }
}
