public import ArgumentParser
import Foundation
public import Logging
import ServiceLifecycle
import TEEPHost
import TEEPTAM
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve TEEP over HTTP, the payloads of what is published, and the admin API.",
    discussion: """
      TEEP is served at http://HOST:PORT/tam, payloads at http://HOST:PORT/payloads/SHA256. Whoever may write to the \
      admin socket may enroll, publish and remove: it is made for this user alone. One line on standard output says when \
      both are there; the log is on standard error. SIGTERM and SIGINT end it, once the requests under way are finished.
      """)

  @Option(
    help: ArgumentHelp("Where brokers find the TAM; port 0 is any free port.", valueName: "host:port"),
    transform: { try ListenAddress($0) })
  var listen: ListenAddress

  @Option(
    help: ArgumentHelp(
      "A private key in PEM; give one P-256 and one Ed25519 key to serve all devices.", valueName: "file"))
  var key: [String]

  @Option(
    help: ArgumentHelp(
      "The SQLite file of all that the TAM knows; made where there is none.", valueName: "file"))
  var store: String

  @Option(
    help: ArgumentHelp("The socket of the admin API.", valueName: "unix:path"),
    transform: { try UnixSocketAddress($0) })
  var admin: UnixSocketAddress

  @Option(help: ArgumentHelp("How long a device may take to answer, in seconds.", valueName: "seconds"))
  var tokenLifetime = 24 * 3600

  @Option(
    help: ArgumentHelp(
      "Bytes that an Update of several changes should not exceed; the rest follows.", valueName: "bytes"))
  var updateSize = 1536

  @Option(
    help: "The least level of what is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel = Logger.Level.info

  func validate() throws {
    guard (1...31 * 24 * 3600).contains(tokenLifetime) else {
      throw ValidationError("--token-lifetime has to be 1 second to 31 days")
    }
    guard (256...1 << 20).contains(updateSize) else {
      throw ValidationError("--update-size has to be 256 to \(1 << 20) bytes")
    }
  }

  func run() async throws {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "teep-tam")
    logger.logLevel = logLevel
    var limits = TAMLimits()
    limits.tokenLifetime = TimeInterval(tokenLifetime)
    limits.updateSize = updateSize

    let keys = try TAMKeys(key.map { try KeyFile.signingKey(at: $0) })
    let store = try TAMStore(path: store)
    let tam = TAM(store: store, keys: keys, limits: limits, logger: logger)
    let server = TAMServer(tam: tam, listen: listen, admin: admin) { endpoints in
      let line = "teep-tam is ready: TEEP at \(endpoints.uri), admin API at \(endpoints.admin)\n"
      // Written at once, also where standard output is a pipe.
      FileHandle.standardOutput.write(Data(line.utf8))
    }
    let group = ServiceGroup(
      services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    try await group.run()
    try store.close()
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
