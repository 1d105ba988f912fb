import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOCore
import NIOPosix
import TEEPLink
import Testing

@testable import TEEPBroker

/// Payloads pass through the broker: it takes from the network what the agent wants, when it wants it.
@Suite struct StreamingTests {
  /// Takes the pieces of a payload one by one, after a pause before the second one; gives their sizes, the end's last.
  private static func pull(
    _ uri: String, timeLimit: Duration = .seconds(20), pause: Duration = .zero
  ) async throws -> [Int] {
    var limits = BrokerLimits()
    limits.payloadTime = timeLimit
    let payloads = try Network(NetworkConfiguration(), limits).payloadClient(limits)
    let (wanted, want) = AsyncStream.makeStream(of: Void.self)
    let (given, give) = AsyncStream.makeStream(of: Int.self)
    let count = Counter()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { give.finish() }
        _ = try await payloads.fetch(Array(uri.utf8), wanted: wanted) { bytes in
          count.next()
          give.yield(bytes?.count ?? 0)
        }
      }
      var sizes: [Int] = []
      want.yield()
      for await size in given {
        sizes.append(size)
        if sizes.count == 1 { try await Task.sleep(for: pause) }
        #expect(count.value == sizes.count, "nothing is given that is not wanted")
        want.yield()
      }
      try await group.waitForAll()
      return sizes
    }
  }

  @Test("the next piece is taken from the network only when it is wanted")
  func onDemand() async throws {
    let payload = Payload(1 << 20)
    try await FakeServer.run { _, _ in
      payload.response(pieceSize: 1 << 16)
    } while: { server in
      let sizes = try await Self.pull(server.uri(), pause: .milliseconds(200))
      #expect(sizes.reduce(0, +) == 1 << 20)
      #expect(sizes.last == 0)
      #expect(sizes.allSatisfy { $0 <= 1 << 17 })
    }
  }

  @Test("the time that the agent takes is not the network's")
  func slowAgent() async throws {
    let payload = Payload(1 << 18)
    try await FakeServer.run { _, _ in
      payload.response(pieceSize: 1 << 16)
    } while: { server in
      let sizes = try await Self.pull(server.uri(), timeLimit: .milliseconds(800), pause: .milliseconds(900))
      #expect(sizes.reduce(0, +) == 1 << 18)
    }
  }

  @Test("a server can send no more than the agent takes")
  func backPressure() async throws {
    let (sent, steady) = (Counter(), Counter())
    let server = try Listener()
    Thread {
      while let connection = server.accept() {
        _ = connection.read()
        connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 30)\r\n\r\n".utf8))
        while connection.write([UInt8](repeating: 0x5A, count: 1 << 16)) { sent.next(by: 1 << 16) }
      }
    }.start()
    defer { server.stop() }
    let uri = "http://127.0.0.1:\(server.port)/p"
    let agent = FakeAgent { link, call in
      guard call.kind == .requestPolicyCheck, steady.value == 0 else { return .nothing }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      var span = piece.mutableSpan
      try? link.openFetch(uri: Array(uri.utf8).span)
      var count = 0
      while count < 1 << 18, let more = try? link.readFetch(into: &span), more > 0 { count += more }
      // The server goes on until everything between it and the agent is full.
      var last = -1
      while sent.value != last {
        last = sent.value
        Thread.sleep(forTimeInterval: 0.3)
      }
      steady.next(by: last)
      // An answer while the payload still comes gives it up.
      return .nothing
    }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      _ = try await broker.exchanges.checkPolicy()
      #expect(broker.log.lines.contains("fetch        \(uri)  the agent gave it up"))
      _ = try await broker.exchanges.checkPolicy()
    }
    // What the agent took, what the server's own socket buffers (at most 4 MiB by default), and some pieces.
    #expect(steady.value < 6 << 20)
  }

  @Test("the system holds little of an answer that is not wanted yet")
  func receiveBuffer() async throws {
    let listener = try Listener()
    defer { listener.stop() }
    let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: Int(listener.port)).get()
    try await HTTPClient.Configuration.broker.http1_1ConnectionDebugInitializer?(connection).get()
    let size = try await connection.getOption(.socketOption(.so_rcvbuf)).get()
    // The system doubles what it is asked for (socket(7)).
    #expect(size == 2 << 16)
    try await connection.close().get()
  }

  @Test("bytes that are meant for one fetch never reach another")
  func foreignBytes() async throws {
    let (asked, ask) = AsyncStream.makeStream(of: Void.self)
    let gate = Gate()
    let payload = Payload(1000)
    try await FakeServer.run { _, _ in
      ask.yield()
      try await gate.pass()
      return payload.response(pieceSize: 1000)
    } while: { server in
      let fetch = FetchRecord()
      try await TestBroker.run(agent: fetch.makeAgent(server.uri("/p")), tam: nil) { broker in
        let check = Task { try await broker.exchanges.checkPolicy() }
        for await _ in asked { break }
        // The fetch that is under way is the first one.
        for other in [0, 2] {
          await broker.agent.provide([0xFF], fetch: other)
          await broker.agent.provide(nil, fetch: other)
          await broker.agent.fail(.status(404), fetch: other)
        }
        gate.open()
        _ = try await check.value
        #expect(try fetch.result?.get() == payload.bytes)
      }
    }
  }
}
