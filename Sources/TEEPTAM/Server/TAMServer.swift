import Hummingbird
import Logging
import NIOCore
public import ServiceLifecycle
public import TEEPHost

/// Serves a TAM: TEEP and payloads to brokers on TCP, the admin API to operators on a Unix socket.
public struct TAMServer: Service {
  /// Where it serves.
  public struct Endpoints: Sendable {
    /// The address that brokers find it at, with the port that it really has.
    public let listener: ListenAddress
    public let admin: UnixSocketAddress

    /// The TAM URI of the listener.
    public var uri: String { "http://\(listener)\(TEEPEndpoint.path)" }
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
  private let onReady: @Sendable (Endpoints) -> Void

  /// - Parameter onReady: called once, when both are served.
  public init(
    tam: TAM, listen: ListenAddress, admin: UnixSocketAddress,
    onReady: @escaping @Sendable (Endpoints) -> Void
  ) {
    self.tam = tam
    self.listen = listen
    self.admin = admin
    self.onReady = onReady
  }

  /// Serves until the service is told to stop; then requests that are under way are finished.
  public func run() async throws {
    PrivateFiles.makeDefault()
    try await AdminSocket.prepare(admin)
    let readiness = Readiness { [listen, admin, onReady] port in
      onReady(Endpoints(listener: ListenAddress(host: listen.host, port: port), admin: admin))
    }
    let brokers = application(
      TAMResponder(tam: tam), at: .hostname(listen.host, port: listen.port),
      connections: Self.maximumConnections
    ) { [listen] channel in await readiness.serves(at: channel.localAddress?.port ?? listen.port) }
    let operators = application(
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
    onRunning: @escaping @Sendable (any Channel) async -> Void
  ) -> Application<Responder> where Responder.Context == BasicRequestContext {
    Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          idleTimeout: Self.idleTimeout,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: Self.maximumHeader, maxHeaderListSize: Self.maximumHeader,
            maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: address, availableConnectionsDelegate: .maximum(connections, logger: tam.logger)),
      onServerRunning: onRunning, logger: tam.logger)
  }
}
