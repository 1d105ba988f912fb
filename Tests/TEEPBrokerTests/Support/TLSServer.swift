import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on this machine that speaks TLS and writes the same bytes behind each request.
final class TLSServer: Sendable {
  /// How it behaves; the certificate is that of its host.
  struct Behaviour: Sendable {
    var answer = "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\nContent-Length: 3\r\n\r\nabc"
    var host = "127.0.0.1"
    /// The authority that has to vouch for clients.
    var clientAuthority: String?
    var newestVersion: TLSVersion?
    /// It asks for a CONNECT first, as a proxy does, and is then whatever server was meant.
    var isProxy = false
    /// It cuts the connection behind its answer, without the alert that ends TLS (RFC 8446, section 6.1).
    var isCut = false
  }

  private let channel: any Channel
  private let record: Record

  /// What came so far: requests, and before each of them what a proxy was asked.
  var requests: [String] { record.requests.withLock { $0 } }
  var port: Int { channel.localAddress?.port ?? 0 }

  /// Runs `body` while a server shows this certificate.
  static func run(
    _ identity: (certificate: String, key: String), _ behaviour: Behaviour = Behaviour(),
    _ body: (TLSServer) async throws -> Void
  ) async throws {
    var settings = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: identity.key, format: .pem)))
    if let file = behaviour.clientAuthority {
      settings.trustRoots = .file(file)
      settings.certificateVerification = .noHostnameVerification
    }
    settings.minimumTLSVersion = .tlsv1
    settings.maximumTLSVersion = behaviour.newestVersion
    let context = try NIOSSLContext(configuration: settings)
    let record = Record()
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let door = Door(context, record, isProxy: behaviour.isProxy)
          let handler = Handler(behaviour, record, door)
          try channel.pipeline.syncOperations.addHandlers([door, handler])
        }
      }
      .bind(host: behaviour.host, port: 0).get()
    do { try await body(TLSServer(channel, record)) } catch {
      try await channel.close()
      throw error
    }
    try await channel.close()
  }

  private init(_ channel: any Channel, _ record: Record) {
    self.channel = channel
    self.record = record
  }

  private final class Record: Sendable {
    let requests = Mutex<[String]>([])

    func add(_ request: String) { requests.withLock { $0.append(request) } }
  }

  /// Where TLS begins: at once, or behind a CONNECT.
  private final class Door: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let settings: NIOSSLContext
    private let record: Record
    private var isProxy: Bool
    private var context: ChannelHandlerContext?

    init(_ settings: NIOSSLContext, _ record: Record, isProxy: Bool) {
      self.settings = settings
      self.isProxy = isProxy
      self.record = record
    }

    func handlerAdded(context: ChannelHandlerContext) {
      self.context = context
      if !isProxy { open(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard isProxy else { return context.fireChannelRead(data) }
      // A request as short as this one comes in one piece.
      isProxy = false
      record.add(String(buffer: unwrapInboundIn(data)))
      let answer = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
      open(context)
    }

    private func open(_ context: ChannelHandlerContext) {
      try? context.pipeline.syncOperations.addHandler(
        NIOSSLServerHandler(context: settings), position: .after(self))
    }

    /// Closes the connection below TLS.
    func cut() { context?.close(promise: nil) }
  }

  /// Answers behind a request's header.
  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let behaviour: Behaviour
    private let door: Door
    private let record: Record
    private var request = ""

    init(_ behaviour: Behaviour, _ record: Record, _ door: Door) {
      self.behaviour = behaviour
      self.door = door
      self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      request += String(buffer: unwrapInboundIn(data))
      guard request.contains("\r\n\r\n") else { return }
      record.add(request)
      let written = context.eventLoop.makePromise(of: Void.self)
      let (door, isCut) = (NIOLoopBound(door, eventLoop: context.eventLoop), behaviour.isCut)
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      written.futureResult.whenComplete { _ in
        if isCut { door.value.cut() } else { bound.value.close(promise: nil) }
      }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: behaviour.answer)), promise: written)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
