public import ArgumentParser
import Foundation
public import Logging
import NIOSSL
import ServiceLifecycle
import TEEPHost
import TEEPTAM
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve TEEP over HTTP, the payloads of what is published, and the admin API.",
    discussion: """
      TEEP is served at /tam, payloads at /payloads/SHA256, over https with --tls-certificate and --tls-key. Whoever may write to the \
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
      """
      The certificates in PEM of a --key, its own first, that go with its signatures; may be repeated, also for one key: \
      a device that refuses the first ones is sent the next ones. The file is read again where a device takes it for expired.
      """, valueName: "file"))
  var certificates: [String] = []

  @Option(
    help: ArgumentHelp(
      "The SQLite file of all that the TAM knows; made where there is none.", valueName: "file"))
  var store: String

  @Option(
    help: ArgumentHelp("The socket of the admin API.", valueName: "unix:path"),
    transform: { try UnixSocketAddress($0) })
  var admin: UnixSocketAddress

  @Option(
    help: ArgumentHelp(
      "The certificates in PEM that brokers are served with, the server's own first; without them, plain HTTP.",
      valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The private key in PEM of that certificate.", valueName: "file"))
  var tlsKey: String?

  @OptionGroup(title: "Attestation")
  var attestation: AttestationOptions

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
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("give both --tls-certificate and --tls-key, or neither")
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
    let tam = try TAM(
      store: store, keys: keys, certificates: TAMCertificates(at: certificates, of: keys),
      attestation: attestation.attestation(), decryption: attestation.decryption(), limits: limits,
      logger: logger)
    let server = try TAMServer(tam: tam, listen: listen, admin: admin, tls: tls()) { endpoints in
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

extension ServeCommand {
  /// The certificate that brokers are served with; TLS 1.2 is the least (RFC 9325, section 3.1.1).
  private func tls() throws -> TLSConfiguration? {
    guard let tlsCertificate, let tlsKey else { return nil }
    let certificates: [NIOSSLCertificate]
    do { certificates = try NIOSSLCertificate.fromPEMFile(tlsCertificate) } catch {
      throw FileError(tlsCertificate, "holds no certificates in PEM (\(error)); check --tls-certificate")
    }
    let key: NIOSSLPrivateKey
    do { key = try NIOSSLPrivateKey(file: tlsKey, format: .pem) } catch {
      throw FileError(tlsKey, "holds no private key in PEM (\(error)); check --tls-key")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    // A key of another certificate is found out before anybody connects.
    do { _ = try NIOSSLContext(configuration: configuration) } catch {
      throw FileError(tlsCertificate, "does not go with the key \(tlsKey) (\(error))")
    }
    return configuration
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
