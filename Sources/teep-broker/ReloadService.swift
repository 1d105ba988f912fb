import Logging
import ServiceLifecycle
import TEEPBroker
import UnixSignals

/// Reads the configuration again at each SIGHUP. One that is wrong is not taken.
struct ReloadService: Service {
  let file: ConfigurationFile
  let manager: ServiceManager
  let reload: AsyncStream<BrokerConfiguration>.Continuation
  let logger: Logger

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      manager.notify(.reloading)
      do {
        let configuration = try file.read()
        reload.yield(configuration)
        logger.notice("the configuration was read again (devices: \(configuration.devices.count))")
      } catch {
        logger.error("the configuration stays as it was: \(error)")
      }
      manager.notify(.ready)
    }
  }
}
