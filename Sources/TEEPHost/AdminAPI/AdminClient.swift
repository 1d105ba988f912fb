import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Speaks the ``AdminAPI`` of a TAM.
public struct AdminClient: Sendable {
  /// Bytes of an answer beyond which it is not read.
  private static let maximumAnswer = 64 << 20
  /// Publishing a large payload takes a while; everything else is instant.
  private static let timeout = TimeAmount.seconds(120)

  /// A socket at which nobody listens is said at once: a TAM that is not there will not come while one waits.
  private static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  private let address: UnixSocketAddress

  public init(_ address: UnixSocketAddress) { self.address = address }

  /// Makes a device known.
  public func enroll(_ request: EnrollmentRequest) async throws(LocalServerError) -> DeviceStatus {
    try await post(AdminAPI.devicesPath, request)
  }

  /// All devices, by name.
  public func devices() async throws(LocalServerError) -> [DeviceStatus] {
    try await get(AdminAPI.devicesPath)
  }

  /// Makes a device unknown; gives what was known of it.
  public func unenroll(_ name: String) async throws(LocalServerError) -> DeviceStatus {
    try await post(AdminAPI.unenrollmentPath, UnenrollmentRequest(name: name))
  }

  /// Adds a policy, or puts it in place of the one about the same component and device.
  public func setPolicy(_ policy: DevicePolicy) async throws(LocalServerError) -> DevicePolicy {
    try await post(AdminAPI.policiesPath, policy)
  }

  /// Ends a policy; gives what it was.
  public func removePolicy(_ removal: PolicyRemoval) async throws(LocalServerError) -> DevicePolicy {
    try await post(AdminAPI.policyRemovalPath, removal)
  }

  /// All policies, by component.
  public func policies() async throws(LocalServerError) -> [DevicePolicy] {
    try await get(AdminAPI.policiesPath)
  }

  /// What operators did, the last first.
  public func audit() async throws(LocalServerError) -> [AuditEntry] { try await get(AdminAPI.auditPath) }

  /// Publishes the components of an envelope; `payload` is what its manifest names by a URI of this TAM.
  ///
  /// - Parameter repairs: whether it may be installed on devices whose attestation failed.
  public func publish(
    envelope: [UInt8], payload: [UInt8]?, repairs: Bool = false
  ) async throws(LocalServerError) -> Publication {
    try await post(
      AdminAPI.componentsPath,
      PublicationRequest(envelope: envelope, payload: payload, repairs: repairs ? true : nil))
  }

  /// All that is published, by manifest component identifier.
  public func components() async throws(LocalServerError) -> [Publication] {
    try await get(AdminAPI.componentsPath)
  }

  /// Takes a component back; gives what was published.
  public func remove(_ component: ComponentIdentifier) async throws(LocalServerError) -> Publication {
    try await post(AdminAPI.removalPath, RemovalRequest(component: component))
  }

  private func get<Answer: Decodable>(_ path: String) async throws(LocalServerError) -> Answer {
    try await execute(HTTPClientRequest(url: url(path)))
  }

  private func post<Answer: Decodable>(
    _ path: String, _ body: some Encodable
  ) async throws(LocalServerError) -> Answer {
    var request = HTTPClientRequest(url: url(path))
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    do {
      request.body = .bytes(try ByteBuffer(bytes: AdminAPI.makeEncoder().encode(body)))
    } catch {
      throw .unintelligible(.tam, address)
    }
    return try await execute(request)
  }

  private func execute<Answer: Decodable>(
    _ request: HTTPClientRequest
  ) async throws(LocalServerError) -> Answer {
    let status: Int
    let body: Data
    do {
      (status, body) = try await HTTPClient.withHTTPClient(configuration: Self.configuration) { client in
        let response = try await client.execute(request, timeout: Self.timeout)
        let body = try await response.body.collect(upTo: Self.maximumAnswer)
        return (Int(response.status.code), Data(body.readableBytesView))
      }
    } catch {
      throw .unreachable(.tam, address, "\(error)")
    }
    let decoder = AdminAPI.makeDecoder()
    do {
      if status == 200 { return try decoder.decode(Answer.self, from: body) }
      throw LocalServerError.refused(
        status: status, try decoder.decode(AdminFailure.self, from: body).error)
    } catch let error as LocalServerError {
      throw error
    } catch {
      throw .unintelligible(.tam, address)
    }
  }

  /// `http+unix://` has the socket's path in place of a host, so all but unreserved characters are escaped.
  private func url(_ path: String) -> String {
    let unreserved = CharacterSet(charactersIn: "a"..."z")
      .union(CharacterSet(charactersIn: "A"..."Z"))
      .union(CharacterSet(charactersIn: "0"..."9"))
      .union(CharacterSet(charactersIn: "-._~"))
    let host = address.path.addingPercentEncoding(withAllowedCharacters: unreserved) ?? address.path
    return "http+unix://" + host + path
  }
}
