import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Serves metrics and health to whatever program of this machine asks at a loopback address.
struct MetricsService: Service {
  private static let maximumConnections = 16
  private static let idleTime = TimeAmount.seconds(60)

  let address: LoopbackAddress
  let responder: HealthResponder
  /// Called with the port when programs can connect.
  var onReady: @Sendable (Int) -> Void = { _ in }
  let logger: Logger

  func run() async throws {
    let router = Router(context: BasicRequestContext.self)
    responder.addRoutes(to: router)
    let application = Application(
      router: router, server: .http1(configuration: .init(idleTimeout: Self.idleTime)),
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port),
        availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections)),
      onServerRunning: { channel in
        onReady(channel.localAddress?.port ?? address.port)
      },
      logger: logger.forLibraries)
    do {
      try await application.run()
    } catch {
      throw APIServiceError.cannotListenForMetrics(address, networkReason(error))
    }
  }
}
