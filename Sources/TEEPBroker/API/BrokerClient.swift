import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import TEEPHost

/// Speaks the ``BrokerAPI`` of a broker on this machine.
public struct BrokerClient: Sendable {
  /// Bytes of an answer beyond which it is not read.
  static let maximumAnswer = 4 << 20
  /// An exchange takes as long as device and TAM need; the broker bounds each step of it.
  private static let timeout = TimeAmount.hours(4)

  let address: UnixSocketAddress

  public init(_ address: UnixSocketAddress) { self.address = address }

  /// Has a component installed; returns what was done, as a sentence.
  ///
  /// - Parameter device: the device's name; nil where the broker serves one.
  public func request(
    _ component: ComponentIdentifier, on device: String? = nil
  ) async throws(LocalServerError) -> String {
    try await post(BrokerAPI.requestPath, BrokerAPI.ComponentRequest(component: component, device: device))
  }

  /// Has a component removed; returns what was done, as a sentence.
  public func release(
    _ component: ComponentIdentifier, on device: String? = nil
  ) async throws(LocalServerError) -> String {
    try await post(BrokerAPI.releasePath, BrokerAPI.ComponentRequest(component: component, device: device))
  }

  /// Has the agent ask its TAMs; returns what was done, as a sentence.
  public func checkPolicy(on device: String? = nil) async throws(LocalServerError) -> String {
    try await post(BrokerAPI.checkPath, BrokerAPI.DeviceRequest(device: device))
  }

  /// What the broker knows of one device, or of all.
  public func status(of device: String? = nil) async throws(LocalServerError) -> BrokerStatus {
    try await execute(BrokerAPI.statusPath + Self.query(device), .GET)
  }

  private func post(_ path: String, _ value: some Encodable) async throws(LocalServerError) -> String {
    let body: Data
    do {
      body = try BrokerAPI.makeEncoder().encode(value)
    } catch {
      throw .unintelligible(.broker, address)
    }
    let outcome: BrokerAPI.Outcome = try await execute(path, .POST, body)
    return outcome.result
  }

  static func query(_ device: String?) -> String {
    guard let device else { return "" }
    var components = URLComponents()
    components.queryItems = [URLQueryItem(name: "device", value: device)]
    // A plus sign is a space to those who read forms.
    return "?" + (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
  }

  func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
    let url = URL(httpURLWithSocketPath: address.path, uri: path)
    var request = HTTPClientRequest(url: url?.absoluteString ?? "")
    request.method = method
    request.headers = ["Content-Type": "application/json"]
    return request
  }

  private func execute<Answer: Decodable>(
    _ path: String, _ method: HTTPMethod, _ body: Data = Data()
  ) async throws(LocalServerError) -> Answer {
    let status: HTTPResponseStatus
    let answer: Data
    do {
      var request = request(method, path)
      if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
      (status, answer) = try await HTTPClient.withHTTPClient(configuration: .broker) { [request] client in
        let response = try await client.execute(request, timeout: Self.timeout)
        let body = try await response.body.collect(upTo: Self.maximumAnswer)
        return (response.status, Data(body.readableBytesView))
      }
    } catch {
      throw .unreachable(.broker, address, networkReason(error))
    }
    guard status == .ok else { throw refusal(Int(status.code), answer) }
    do {
      return try BrokerAPI.makeDecoder().decode(Answer.self, from: answer)
    } catch {
      throw .unintelligible(.broker, address)
    }
  }

  /// What an answer says that is not the one hoped for.
  func refusal(_ status: Int, _ answer: Data) -> LocalServerError {
    guard let failure = try? BrokerAPI.makeDecoder().decode(BrokerAPI.Failure.self, from: answer) else {
      return .unintelligible(.broker, address)
    }
    return .refused(status: status, failure.error)
  }
}
