import Foundation
import Hummingbird
import NIOCore
import ServiceLifecycle
import TEEPHost

/// Answers the requests of the ``BrokerAPI``.
struct APIResponder: Sendable {
  let registry: DeviceRegistry

  /// The routes.
  func makeRouter() -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: FailureMiddleware())
    router.post("\(BrokerAPI.requestPath)") { request, _ in
      let component = try await component(request)
      return try await outcome { try await device().request(component) }
    }
    router.post("\(BrokerAPI.releasePath)") { request, _ in
      let component = try await component(request)
      return try await outcome { try await device().release(component) }
    }
    router.post("\(BrokerAPI.checkPath)") { _, _ in
      try await outcome { try await device().checkPolicy() }
    }
    router.get("\(BrokerAPI.statusPath)") { _, _ in try await status() }
    return router
  }

  private func component(_ request: Request) async throws -> ComponentIdentifier {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: BrokerAPI.maximumRequest)
    } catch is NIOTooManyBytesError {
      throw APIFailure.tooLong
    }
    do {
      let component = try BrokerAPI.makeDecoder()
        .decode(BrokerAPI.ComponentRequest.self, from: Data(body.readableBytesView)).component
      guard !component.segments.isEmpty else { throw APIFailure.emptyIdentifier }
      return component
    } catch let error as DecodingError {
      throw APIFailure.malformed(error)
    }
  }

  /// Runs an exchange, which ends early when the broker is told to.
  private func outcome(_ exchange: @escaping @Sendable () async throws -> String) async throws -> Response {
    let sentence = try await cancelWhenGracefulShutdown(exchange)
    return try Response(status: .ok, json: BrokerAPI.Outcome(result: sentence))
  }

  /// The device that a request is for.
  private func device() throws -> Exchanges {
    guard let device = registry.devices.first else { throw APIFailure.noDevice }
    return device.exchanges
  }

  private func status() async throws -> Response {
    var agents: [AgentStatus] = []
    for device in registry.devices {
      var contents: AgentContents?
      do {
        contents = try await cancelWhenGracefulShutdown { try await device.exchanges.status() }
      } catch is AgentFailure {
        // What else there is to say is said.
      }
      await agents.append(
        AgentStatus(
          device: device.name, waitingCalls: device.agent.turns.waitingCount, record: device.agent.record,
          contents: contents))
    }
    return try Response(status: .ok, json: BrokerStatus(agents: agents))
  }
}

extension Response {
  /// A response in JSON.
  init(status: HTTPResponse.Status, json value: some Encodable) throws {
    let body = try BrokerAPI.makeEncoder().encode(value)
    self.init(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
