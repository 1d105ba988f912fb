import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
public import NIOSSL
public import ServiceLifecycle
public import TEEPHost

/// Serves a TAM: TEEP and payloads to brokers on TCP, the admin API to operators on a Unix socket.
public struct TAMServer: Service {
  /// Where it serves.
  public struct Endpoints: Sendable {
    /// The address that brokers find it at, with the port that it really has.
    public let listener: ListenAddress
    public let admin: UnixSocketAddress
    let isEncrypted: Bool

    /// The TAM URI of the listener.
    public var uri: String { "\(isEncrypted ? "https" : "http")://\(listener)\(TEEPEndpoint.path)" }
  }

  /// Connections that are served at one time.
  private static let maximumConnections = 1024
  private static let maximumAdminConnections = 16
  /// A connection that sends nothing for so long is closed.
  private static let idleTimeout = TimeAmount.seconds(60)
  /// Bytes of all header fields of a request.
  private static let maximumHeader = 16 << 10

  private let tam: TAM
  private let listen: ListenAddress
  private let admin: UnixSocketAddress
  private let tls: TLSConfiguration?
  private let onReady: @Sendable (Endpoints) -> Void

  /// - Parameters:
  ///   - tls: the certificate that brokers are served with; nil for plain HTTP.
  ///   - onReady: called once, when both are served.
  public init(
    tam: TAM, listen: ListenAddress, admin: UnixSocketAddress, tls: TLSConfiguration? = nil,
    onReady: @escaping @Sendable (Endpoints) -> Void
  ) {
    self.tam = tam
    self.listen = listen
    self.admin = admin
    self.tls = tls
    self.onReady = onReady
  }

  /// Serves until the service is told to stop; then requests that are under way are finished.
  public func run() async throws {
    PrivateFiles.makeDefault()
    try await AdminSocket.prepare(admin)
    let readiness = Readiness { [listen, admin, tls, onReady] port in
      onReady(
        Endpoints(
          listener: ListenAddress(host: listen.host, port: port), admin: admin, isEncrypted: tls != nil))
    }
    let brokers = try application(
      TAMResponder(tam: tam), at: .hostname(listen.host, port: listen.port),
      connections: Self.maximumConnections, tls: tls
    ) { [listen] channel in await readiness.serves(at: channel.localAddress?.port ?? listen.port) }
    let operators = try application(
      AdminResponder(tam: tam), at: .unixDomainSocket(path: admin.path),
      connections: Self.maximumAdminConnections
    ) { [tam, admin] _ in
      do { try AdminSocket.restrict(admin) } catch { tam.logger.error("\(error)") }
      await readiness.administers()
    }
    let group = ServiceGroup(
      services: [
        Listener(option: "--listen \(listen)", application: brokers),
        Listener(option: "--admin \(admin)", application: operators),
      ], logger: tam.logger)
    try await group.run()
  }

  private func application<Responder: HTTPResponder>(
    _ responder: Responder, at address: BindAddress, connections: Int,
    tls: TLSConfiguration? = nil, onRunning: @escaping @Sendable (any Channel) async -> Void
  ) throws -> Application<Responder> where Responder.Context == BasicRequestContext {
    let http = HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: Self.idleTimeout,
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: Self.maximumHeader, maxHeaderListSize: Self.maximumHeader,
          maxHeaderFieldCount: 100)))
    return Application(
      responder: responder, server: try tls.map { try .tls(http, tlsConfiguration: $0) } ?? http,
      configuration: ApplicationConfiguration(
        address: address, availableConnectionsDelegate: .maximum(connections, logger: tam.logger)),
      onServerRunning: onRunning, logger: tam.logger)
  }
}
