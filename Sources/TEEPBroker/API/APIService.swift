import Glibc
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import TEEPHost

/// Serves the ``BrokerAPI`` on a Unix socket that only the broker's user may connect to.
struct APIService: Service {
  let address: UnixSocketAddress
  let responder: APIResponder
  let logger: Logger

  func run() async throws {
    guard await !isServed() else { throw APIServiceError.inUse(address) }
    var logger = logger
    // The requests are seen in what they lead to.
    logger.logLevel = max(logger.logLevel, .warning)
    let application = Application(
      router: responder.makeRouter(),
      configuration: ApplicationConfiguration(address: .unixDomainSocket(path: address.path)),
      onServerRunning: { _ in
        // The path is a string of its own for the call.
        _ = unsafe chmod(address.path, 0o600)
      },
      logger: logger)
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

/// Why the API cannot be served.
enum APIServiceError: Error, Equatable, CustomStringConvertible {
  case inUse(UnixSocketAddress)
  case cannotListen(UnixSocketAddress, String)

  var description: String {
    switch self {
    case .inUse(let address): "another broker listens at \(address); end it first, or give another --api"
    case .cannotListen(let address, let reason): "cannot listen at \(address): \(reason)"
    }
  }
}
