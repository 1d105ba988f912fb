import Foundation
import Hummingbird
import NIOCore
import ServiceLifecycle
import TEEPHost

/// Answers the requests of the ``BrokerAPI``.
struct APIResponder: Sendable {
  let registry: DeviceRegistry
  let requests: RequestService
  let store: StateStore
  let events: BrokerEvents
  let metrics: BrokerMetrics
  let access: APIAccess

  /// The routes.
  func makeRouter() -> Router<APIContext> {
    let router = Router(context: APIContext.self)
    router.add(middleware: FailureMiddleware(metrics: metrics))
    router.add(middleware: AccessMiddleware(access: access))
    router.post("\(BrokerAPI.requestPath)") { request, context in
      try await ask(.request, request, context)
    }
    router.post("\(BrokerAPI.releasePath)") { request, context in
      try await ask(.release, request, context)
    }
    router.post("\(BrokerAPI.checkPath)") { request, _ in
      let body = try await body(of: request)
      let name = body.readableBytes == 0 ? nil : try Self.decode(BrokerAPI.DeviceRequest.self, body).device
      let device = try device(name)
      return try await outcome { try await device.exchanges.checkPolicy() }
    }
    router.get("\(BrokerAPI.statusPath)") { request, _ in
      let devices = try Self.deviceName(request).map { [try device($0)] } ?? registry.devices
      return try Response(
        status: .ok, json: BrokerStatus(agents: try await StatusReport(store: store).of(devices)))
    }
    router.get("\(BrokerAPI.eventsPath)") { request, context in
      let name = try Self.deviceName(request).map { try device($0).name }
      return try EventStream(events, metrics, to: context.channel) { event in
        name == nil || event.device == name
      }
      .response(to: request)
    }
    HealthResponder(registry: registry, store: store, metrics: metrics).addRoutes(to: router)
    return router
  }

  /// Has done what an application asks for; it goes on where the application goes away or the broker ends.
  private func ask(
    _ action: RequestRecord.Action, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    guard let user = context.user else { throw APIFailure.unknownPeer }
    let wanted = try Self.decode(BrokerAPI.ComponentRequest.self, try await body(of: request))
    guard !wanted.component.segments.isEmpty else { throw APIFailure.emptyIdentifier }
    let key = RequestKey(device: try device(wanted.device).name, component: wanted.component, action: action)
    return try await outcome { try await requests.ask(key, user: user) }
  }

  /// The device of this name, or the only one.
  private func device(_ name: String?) throws -> ManagedDevice {
    if let name {
      guard let device = registry[name] else { throw APIFailure.unknownDevice(name) }
      return device
    }
    let devices = registry.devices
    guard let device = devices.first else { throw APIFailure.noDevice }
    guard devices.count == 1 else { throw APIFailure.deviceNeeded(devices.map(\.name)) }
    return device
  }

  /// Waits for what is done, or until the broker is told to end.
  private func outcome(_ work: @escaping @Sendable () async throws -> String) async throws -> Response {
    let sentence = try await cancelWhenGracefulShutdown(work)
    return try Response(status: .ok, json: BrokerAPI.Outcome(result: sentence))
  }

  private func body(of request: Request) async throws -> ByteBuffer {
    do {
      return try await request.body.collect(upTo: BrokerAPI.maximumRequest)
    } catch is NIOTooManyBytesError {
      throw APIFailure.tooLong
    }
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ body: ByteBuffer) throws -> Value {
    do {
      return try BrokerAPI.makeDecoder().decode(type, from: Data(body.readableBytesView))
    } catch let error as DecodingError {
      throw APIFailure.malformed(error)
    }
  }

  /// The device that a request's query names.
  private static func deviceName(_ request: Request) throws -> String? {
    request.uri.queryParameters["device"].map { String($0) }
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
