import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import TEEPHost

/// Serves the ``BrokerAPI`` on a Unix socket.
struct APIService: Service {
  /// How long a connection may be without a request.
  private static let idleTime = TimeAmount.seconds(60)

  let address: UnixSocketAddress
  let responder: APIResponder
  /// Called when applications can connect.
  let onReady: @Sendable () async -> Void
  let logger: Logger

  func run() async throws {
    guard await !isServed() else { throw APIServiceError.inUse(address) }
    // Everybody may connect where the configuration shares the API, and is then asked who it is.
    let permissions: mode_t = responder.access.isShared ? 0o666 : 0o600
    let application = Application(
      router: responder.makeRouter(), server: .http1(configuration: .init(idleTimeout: Self.idleTime)),
      configuration: ApplicationConfiguration(
        address: .unixDomainSocket(path: address.path),
        availableConnectionsDelegate: MaximumAvailableConnections(BrokerAPI.maximumConnections)),
      onServerRunning: { _ in
        // The path is a string of its own for the call.
        _ = unsafe chmod(address.path, permissions)
        await onReady()
      },
      logger: logger.forLibraries)
    do {
      try await application.run()
    } catch {
      throw APIServiceError.cannotListen(address, networkReason(error))
    }
    // The path is a string of its own for the call.
    unsafe unlink(address.path)
  }

  /// Whether another process listens there. A socket that nobody listens on any more is replaced.
  private func isServed() async -> Bool {
    do {
      let probe = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(unixDomainSocketPath: address.path).get()
      try? await probe.close().get()
      return true
    } catch {
      return false
    }
  }
}

extension Logger {
  /// A logger for libraries, which say more than anybody wants to know.
  var forLibraries: Logger {
    var logger = self
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}

/// Why the API cannot be served.
enum APIServiceError: Error, Equatable, CustomStringConvertible {
  case inUse(UnixSocketAddress)
  case cannotListen(UnixSocketAddress, String)
  case cannotListenForMetrics(LoopbackAddress, String)

  var description: String {
    switch self {
    case .inUse(let address): "another broker listens at \(address); end it first, or give another --api"
    case .cannotListen(let address, let reason): "cannot listen at \(address): \(reason)"
    case .cannotListenForMetrics(let address, let reason): "metrics: cannot listen at \(address): \(reason)"
    }
  }
}
