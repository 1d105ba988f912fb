import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A web server on 127.0.0.1 that does what a script says, in the place of a TAM or a payload server.
final class FakeServer: Sendable {
  /// A request as the server got it.
  struct Received: Sendable {
    let method: String
    let path: String
    let headers: [String: String]
    let body: [UInt8]

    /// The value of a header field.
    func header(_ name: String) -> String? { headers[name.lowercased()] }
  }

  /// Gets a request and how many came before it.
  typealias Script = @Sendable (Received, _ number: Int) async throws -> Response

  private let received = Mutex<[Received]>([])
  let port: Int

  private init(port: Int) { self.port = port }

  /// The requests so far.
  var requests: [Received] { received.withLock { $0 } }

  /// The URI of a path here.
  func uri(_ path: String = "/tam") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Runs `body` while the server runs.
  static func run(
    _ script: @escaping Script, while body: @escaping @Sendable (FakeServer) async throws -> Void
  ) async throws {
    let (servers, started) = AsyncStream.makeStream(of: FakeServer.self)
    let current = Mutex<FakeServer?>(nil)
    let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
      let body = try await request.body.collect(upTo: 1 << 20)
      let fields = request.headers.map { ($0.name.canonicalName, $0.value) }
      let received = Received(
        method: "\(request.method)", path: request.uri.string,
        headers: Dictionary(fields) { first, second in first + ", " + second },
        body: Array(body.readableBytesView))
      let number = current.withLock { server in
        server?.received.withLock { requests in
          requests.append(received)
          return requests.count - 1
        }
      }
      return try await script(received, number ?? 0)
    }
    var logger = Logger(label: "server")
    logger.logLevel = .critical
    let application = Application(
      responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        let server = FakeServer(port: channel.localAddress?.port ?? 0)
        current.withLock { $0 = server }
        started.yield(server)
      },
      logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await application.run() }
      group.addTask {
        for await server in servers { return try await body(server) }
      }
      try await group.next()
    }
  }
}

extension Response {
  /// A TEEP message as a TAM sends it (draft-ietf-teep-otrp-over-http-15, section 4).
  static func teep(_ message: [UInt8], type: String = "application/teep+cbor") -> Response {
    Response(
      status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: message)))
  }

  /// The end of a session.
  static var over: Response { Response(status: .noContent) }
}
