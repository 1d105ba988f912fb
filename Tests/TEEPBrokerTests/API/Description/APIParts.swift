import Logging
import ServiceLifecycle
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// An API without a broker behind it, whose parts a test has in its hands.
struct APIParts {
  let store: StateStore
  let events = BrokerEvents()
  let metrics = BrokerMetrics()
  let responder: APIResponder

  /// - Parameter access: who may use it; root and the tests' own user where it is not given.
  init(access: APIAccess? = nil) throws {
    store = try StateStore(path: nil)
    let configuration = APIConfiguration(address: try UnixSocketAddress("unix:/api"))
    let registry = DeviceRegistry()
    let requests = RequestService(store: store, logger: LogRecord().makeLogger()) { key in
      try await registry.perform(key)
    }
    responder = APIResponder(
      registry: registry, requests: requests, store: store, events: events, metrics: metrics,
      access: try access ?? APIAccess(configuration))
  }

  /// Runs `body` while the API is served at the address that it gets.
  func serve(_ body: @escaping @Sendable (UnixSocketAddress) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let address = try UnixSocketAddress("unix:" + folder.path("api"))
    let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
    let logger = LogRecord().makeLogger()
    let service = APIService(
      address: address, responder: responder, onReady: { isReady.finish() }, logger: logger)
    let group = ServiceGroup(services: [service], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        for await _ in ready {}
        do { try await body(address) } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }
}
