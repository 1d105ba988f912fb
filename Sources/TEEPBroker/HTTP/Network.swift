import AsyncHTTPClient
import NIOCore

/// The broker's way to TAMs and payload servers, as the configuration wants it at the moment.
final class Network: Sendable {
  private let client = SharedHTTPClient(.broker)

  func tamClient(_ limits: BrokerLimits) -> TAMClient {
    TAMClient(network: self, timeLimit: limits.tamTime, maximumAnswer: limits.maximumTAMAnswer)
  }

  func payloadClient(_ limits: BrokerLimits) -> PayloadClient {
    PayloadClient(network: self, timeLimit: limits.payloadTime)
  }

  /// Sends a request and has its response read by `body`, within which the connection is there.
  func execute<Result: Sendable>(
    _ request: HTTPClientRequest, to uri: RemoteURI,
    _ body: (HTTPClientResponse) async throws -> Result
  ) async throws -> Result {
    let shared = client
    defer { withExtendedLifetime(shared) {} }
    return try await body(try await shared.client.execute(request, deadline: .distantFuture))
  }
}
