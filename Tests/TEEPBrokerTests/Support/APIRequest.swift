import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TEEPHost

@testable import TEEPBroker

/// Requests to a broker's API as they are written, and the answers as they come.
enum APIRequest {
  typealias Answer = (status: Int, type: String, body: String)

  static func send(
    _ api: UnixSocketAddress, _ method: String, _ target: String, _ body: String = ""
  ) async throws -> Answer {
    let request = make(api, method, target, body)
    return try await HTTPClient.withHTTPClient(configuration: .broker) { client in
      let response = try await client.execute(request, timeout: .seconds(20))
      return try await answer(response, String(buffer: response.body.collect(upTo: 1 << 22)))
    }
  }

  /// Watches all events until `take`, which gets what came so far each time, has no more use for them.
  static func watch(
    _ api: UnixSocketAddress, while take: @escaping @Sendable (Answer) async throws -> Bool
  ) async throws {
    let request = make(api, "GET", "/v1/events", "")
    try await HTTPClient.withHTTPClient(configuration: .broker) { client in
      let response = try await client.execute(request, timeout: .seconds(60))
      var text = ""
      for try await piece in response.body {
        text += String(buffer: piece)
        if try await !take(answer(response, text)) { return }
      }
    }
  }

  private static func make(
    _ api: UnixSocketAddress, _ method: String, _ target: String, _ body: String
  ) -> HTTPClientRequest {
    let url = URL(httpURLWithSocketPath: api.path, uri: "/")?.absoluteString ?? ""
    var request = HTTPClientRequest(url: url.dropLast() + target)
    request.method = .RAW(value: method)
    if !body.isEmpty { request.body = .bytes(ByteBuffer(string: body)) }
    return request
  }

  private static func answer(_ response: HTTPClientResponse, _ body: String) -> Answer {
    (Int(response.status.code), response.headers.first(name: "Content-Type") ?? "", body)
  }
}
