import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import TEEPHost

/// Speaks the ``BrokerAPI`` of a broker on this machine.
public struct BrokerClient: Sendable {
  /// Bytes of an answer beyond which it is not read.
  private static let maximumAnswer = 4 << 20
  /// An exchange takes as long as device and TAM need; the broker bounds each step of it.
  private static let timeout = TimeAmount.hours(4)

  private let address: UnixSocketAddress

  public init(_ address: UnixSocketAddress) { self.address = address }

  /// Has a component installed; returns what was done, as a sentence.
  public func request(_ component: ComponentIdentifier) async throws(BrokerClientError) -> String {
    try await post(BrokerAPI.requestPath, component)
  }

  /// Has a component removed; returns what was done, as a sentence.
  public func release(_ component: ComponentIdentifier) async throws(BrokerClientError) -> String {
    try await post(BrokerAPI.releasePath, component)
  }

  /// Has the agent ask its TAMs; returns what was done, as a sentence.
  public func checkPolicy() async throws(BrokerClientError) -> String {
    let outcome: BrokerAPI.Outcome = try await execute(BrokerAPI.checkPath, .POST)
    return outcome.result
  }

  /// What the broker knows.
  public func status() async throws(BrokerClientError) -> BrokerStatus {
    try await execute(BrokerAPI.statusPath, .GET)
  }

  private func post(
    _ path: String, _ component: ComponentIdentifier
  ) async throws(BrokerClientError) -> String {
    let body: Data
    do {
      body = try BrokerAPI.makeEncoder().encode(BrokerAPI.ComponentRequest(component: component))
    } catch {
      throw .unintelligible(address)
    }
    let outcome: BrokerAPI.Outcome = try await execute(path, .POST, body)
    return outcome.result
  }

  private func execute<Answer: Decodable>(
    _ path: String, _ method: HTTPMethod, _ body: Data = Data()
  ) async throws(BrokerClientError) -> Answer {
    let status: HTTPResponseStatus
    let answer: Data
    do {
      let url = URL(httpURLWithSocketPath: address.path, uri: path)
      var request = HTTPClientRequest(url: url?.absoluteString ?? "")
      request.method = method
      request.headers = ["Content-Type": "application/json"]
      if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
      (status, answer) = try await HTTPClient.withHTTPClient(configuration: .broker) { [request] client in
        let response = try await client.execute(request, timeout: Self.timeout)
        let body = try await response.body.collect(upTo: Self.maximumAnswer)
        return (response.status, Data(body.readableBytesView))
      }
    } catch {
      throw .unreachable(address, networkReason(error))
    }
    let decoder = BrokerAPI.makeDecoder()
    do {
      if status == .ok { return try decoder.decode(Answer.self, from: answer) }
      throw BrokerClientError.refused(
        status: Int(status.code), try decoder.decode(BrokerAPI.Failure.self, from: answer).error)
    } catch let error as BrokerClientError {
      throw error
    } catch {
      throw .unintelligible(address)
    }
  }
}

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
