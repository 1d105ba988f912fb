import AsyncHTTPClient
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// The server as it runs: its sockets, its admin API through the client that the tools use, and its end.
@Suite struct TAMServerTests {
  private let fixture: TAMFixture
  private let address: UnixSocketAddress

  init() throws {
    fixture = try TAMFixture()
    address = try UnixSocketAddress("unix:" + fixture.folder.path("admin"))
  }

  /// Runs the server while `body` does.
  private func serve(
    tls: TLSConfiguration? = nil, _ body: @Sendable (TAMServer.Endpoints) async throws -> Void
  ) async throws {
    let (endpoints, continuation) = AsyncStream.makeStream(of: TAMServer.Endpoints.self)
    let server = TAMServer(
      tam: fixture.tam, listen: ListenAddress(host: "127.0.0.1", port: 0), admin: address, tls: tls
    ) { continuation.yield($0) }
    let group = ServiceGroup(services: [server], logger: fixture.tam.logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { continuation.finish() }
        try await group.run()
      }
      for await endpoints in endpoints {
        do {
          try await body(endpoints)
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }

  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("The admin socket and the store are their owner's alone")
  func permissions() async throws {
    try await serve { endpoints in
      let found = try [endpoints.admin.path, fixture.folder.path("tam.sqlite")].map(permissions)
      #expect(found == [0o600, 0o600])
    }
    #expect(!FileManager.default.fileExists(atPath: address.path))
  }

  @Test("Port 0 is a free port, which is told")
  func port() async throws {
    try await serve { endpoints in
      #expect(endpoints.listener.port != 0)
      #expect(endpoints.uri == "http://127.0.0.1:\(endpoints.listener.port)/tam")
    }
  }

  @Test("The client enrolls, publishes, lists and removes; the errors are the TAM's sentences")
  func client() async throws {
    let envelope = try TestEnvelope("one", payload: [1, 2, 3], uri: "http://tam/x")
    let key = try FakeAgent().verificationKey.pem()
    try await serve { endpoints in
      let client = AdminClient(endpoints.admin)
      let device = try await client.enroll(EnrollmentRequest(name: "device", publicKey: key))
      #expect(try await client.devices() == [device])
      let publication = try await client.publish(envelope: envelope.encoded, payload: [1, 2, 3])
      #expect(try await client.components() == [publication])
      #expect(try await client.remove(envelope.component) == publication)
      let error = await #expect(throws: LocalServerError.self) { try await client.remove(envelope.component) }
      #expect(
        error?.description == "no component test/one/tc is published; 'teep tam list' shows those that are")
    }
  }

  @Test("With a certificate TEEP is served over TLS, and over nothing else")
  func tls() async throws {
    let (key, certificate) = (fixture.folder.path("tls.pem"), fixture.folder.path("tls.crt"))
    let made = try Command("openssl").run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
      "-out",
      certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
    ])
    #expect(made.status == 0, "\(made.errors)")
    let tls = try TLSConfiguration.makeServerConfiguration(
      certificateChain: NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
      privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem)))
    try await serve(tls: tls) { endpoints in
      #expect(endpoints.uri.hasPrefix("https://127.0.0.1:"))
      var configuration = HTTPClient.Configuration()
      configuration.tlsConfiguration = .makeClientConfiguration()
      configuration.tlsConfiguration?.trustRoots = .file(certificate)
      try await HTTPClient.withHTTPClient(configuration: configuration) { client in
        var request = HTTPClientRequest(url: "https://localhost:\(endpoints.listener.port)/tam")
        request.method = .POST
        request.headers.add(name: "Accept", value: "application/teep+cbor")
        let response = try await client.execute(request, timeout: .seconds(10))
        #expect(response.status == .ok)
        let message = try await response.body.collect(upTo: 1 << 16)
        #expect(try ReceivedMessage(Array(message.readableBytesView)).type == .queryRequest)
        request.url = "http://localhost:\(endpoints.listener.port)/tam"
        await #expect(throws: (any Error).self) { try await client.execute(request, timeout: .seconds(10)) }
      }
    }
  }

  @Test("The admin API is not on the listener of TEEP")
  func separation() async throws {
    try await serve { endpoints in
      try await TestClient.withClient(host: "127.0.0.1", port: endpoints.listener.port) { client in
        let response = try await client.get("/devices")
        #expect(response.status == .notFound)
      }
    }
  }

  @Test(
    "What is no HTTP, or has more header fields than are taken, is 4xx and closes the connection",
    arguments: [
      ["\u{16}\u{3}\u{1} garbage"],
      ["POST /tam HTTP/1.1", "X: " + String(repeating: "x", count: 1 << 17)],
    ])
  func notHTTP(lines: [String]) async throws {
    try await serve { endpoints in
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: endpoints.listener.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      let answer = try await channel.executeThenClose { inbound, outbound in
        try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n"))
        var answer = ""
        for try await piece in inbound { answer += String(buffer: piece) }
        return answer
      }
      #expect(answer.hasPrefix("HTTP/1.1 4"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test("The socket of a running server, and any other file, stay as they are")
  func existingSocket() async throws {
    try await serve { _ in
      let second = TAMServer(
        tam: fixture.tam, listen: ListenAddress(host: "127.0.0.1", port: 0), admin: address
      ) { _ in }
      await #expect(throws: TAMServerError.self) { try await second.run() }
      _ = try await AdminClient(address).devices()
    }
    try fixture.folder.write([1], to: "admin")
    await #expect(throws: TAMServerError.self) { try await serve { _ in } }
    #expect(try fixture.folder.read("admin") == [1])
  }

  @Test("An address that cannot be listened at is named")
  func badAddress() async throws {
    let server = TAMServer(
      tam: fixture.tam, listen: ListenAddress(host: "203.0.113.1", port: 80), admin: address
    ) { _ in }
    let error = await #expect(throws: TAMServerError.self) { try await server.run() }
    #expect(error?.description.hasPrefix("--listen 203.0.113.1:80: ") == true)
  }

  @Test("No TAM at the socket: the client says what to do")
  func noServer() async throws {
    let error = await #expect(throws: LocalServerError.self) { try await AdminClient(address).devices() }
    #expect(error?.description.contains("check that teep-tam runs with --admin unix:") == true)
  }

  @Test(
    "Addresses to listen at",
    arguments: [
      ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65535),
    ])
  func listenAddress(spelling: String, host: String, port: Int) throws {
    let address = try ListenAddress(spelling)
    #expect(address == ListenAddress(host: host, port: port))
    #expect(address.description == spelling)
  }

  @Test(
    "What is no address",
    arguments: ["", "8080", ":8080", "host", "host:", "host:65536", "host:-1", "host:+1", "::1:80", "[]:1"])
  func badListenAddress(spelling: String) {
    #expect(throws: ListenAddressError.self) { try ListenAddress(spelling) }
  }
}
