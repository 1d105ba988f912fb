import AsyncHTTPClient
import Hummingbird
import NIOCore
import Synchronization
import TEEPLink
import Testing

@testable import TEEPBroker

/// Payloads that the broker fetches while the agent works: streamed, bounded, and never in the way of the next call.
@Suite struct PayloadTests {
  /// A payload in which each byte says where it is.
  private static func payload(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
  }

  /// Answers with a payload piece by piece.
  private static func stream(_ payload: [UInt8], pieceSize: Int) -> Response {
    let body = ResponseBody(contentLength: payload.count) { writer in
      for start in stride(from: 0, to: payload.count, by: pieceSize) {
        try await writer.write(ByteBuffer(bytes: payload[start..<min(start + pieceSize, payload.count)]))
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, body: body)
  }

  /// An agent that fetches `uri` when a policy check is asked of it, and keeps what it got.
  private static func fetching(
    _ uri: String, pause: Double = 0, into outcome: Outcome
  ) -> FakeAgent {
    FakeAgent { link, call in
      guard call.kind == .requestPolicyCheck else { return .nothing }
      do throws(LinkFetchError) {
        let payload = try link.fetch(uri, pause: pause)
        outcome.value.withLock { $0 = .success(payload) }
      } catch {
        outcome.value.withLock { $0 = .failure(error) }
      }
      return .nothing
    }
  }

  /// What a fetch came to.
  final class Outcome: Sendable {
    let value = Mutex<Result<[UInt8], LinkFetchError>?>(nil)
  }

  /// Has an agent fetch, and gives what it got and what was logged of it.
  private func fetch(
    _ uri: String, pause: Double = 0, limits: BrokerLimits = .test
  ) async throws -> (result: Result<[UInt8], LinkFetchError>?, log: [String]) {
    let outcome = Outcome()
    let log = Mutex<[String]>([])
    let agent = Self.fetching(uri, pause: pause, into: outcome)
    try await TestBroker.run(agent: agent, tam: nil, limits: limits) { broker in
      _ = try await broker.exchanges.checkPolicy()
      // The next call works, however the fetch ended.
      _ = try await broker.exchanges.checkPolicy()
      #expect(agent.count(.requestPolicyCheck) == 2)
      log.withLock { $0 = broker.log.lines.filter { $0.hasPrefix("fetch") } }
    }
    return (outcome.value.withLock { $0 }, log.withLock { $0 })
  }

  @Test("a payload arrives whole and in order")
  func whole() async throws {
    let payload = Self.payload(1 << 20)
    try await FakeServer.run { _, _ in
      Self.stream(payload, pieceSize: 10_007)
    } while: { server in
      let (result, log) = try await fetch(server.uri("/p"))
      #expect(try result?.get() == payload)
      #expect(log == Array(repeating: "fetch        \(server.uri("/p"))  1048576 bytes", count: 2))
      #expect(server.requests.map(\.method) == ["GET", "GET"])
    }
  }

  @Test("a server can send no more than the agent takes")
  func backPressure() async throws {
    let sent = Counter()
    try await FakeServer.run { _, _ in
      let body = ResponseBody(contentLength: 1 << 26) { writer in
        for _ in 0..<1 << 10 {
          try await writer.write(ByteBuffer(repeating: 0x5A, count: 1 << 16))
          sent.next(by: 1 << 16)
        }
        try await writer.finish(nil)
      }
      return Response(status: .ok, body: body)
    } while: { server in
      let agent = FakeAgent { link, call in
        guard call.kind == .requestPolicyCheck else { return .nothing }
        // Enough that everything between the server and the agent fills up.
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var span = piece.mutableSpan
        try? link.openFetch(uri: Array(server.uri("/p").utf8).span)
        var count = 0
        while count < 1 << 18, let more = try? link.readFetch(into: &span), more > 0 { count += more }
        // An answer while the payload still comes gives it up.
        return .nothing
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        _ = try await broker.exchanges.checkPolicy()
        #expect(broker.log.lines.contains("fetch        \(server.uri("/p"))  the agent gave it up"))
        _ = try await broker.exchanges.checkPolicy()
      }
      // Two sockets on one machine buffer some MiB each time, of the 64 that are offered.
      #expect(sent.value < 2 * (1 << 24))
    }
  }

  @Test("the next piece is taken from the network only when it is wanted")
  func onDemand() async throws {
    try await FakeServer.run { _, _ in
      Self.stream(Self.payload(1 << 20), pieceSize: 1 << 16)
    } while: { server in
      try await HTTPClient.withHTTPClient(configuration: .broker) { client in
        let payloads = PayloadClient(client: client, timeLimit: .seconds(20))
        let (wanted, want) = AsyncStream.makeStream(of: Void.self)
        let (given, give) = AsyncStream.makeStream(of: Int.self)
        let count = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            let size = try await payloads.fetch(Array(server.uri().utf8), wanted: wanted) { bytes in
              count.next()
              give.yield(bytes?.count ?? 0)
            }
            #expect(size == 1 << 20)
          }
          var (pieces, size) = (0, 0)
          want.yield()
          for await byteCount in given {
            pieces += 1
            size += byteCount
            #expect(count.value == pieces)
            if byteCount == 0 { break }
            want.yield()
          }
          #expect(size == 1 << 20)
          try await group.waitForAll()
        }
      }
    }
  }

  @Test("a payload that the server refuses fails at the agent", arguments: [204, 206, 301, 302, 404, 500])
  func status(_ code: Int) async throws {
    try await FakeServer.run { _, _ in
      Response(status: .init(code: code), headers: [.location: "/elsewhere"])
    } while: { server in
      let (result, log) = try await fetch(server.uri("/p"))
      #expect(result == .failure(.failed(3)))
      #expect(log.first == "fetch        \(server.uri("/p"))  cannot be fetched: HTTP status \(code)")
      #expect(server.requests.allSatisfy { $0.path == "/p" })
    }
  }

  @Test(
    "a payload by anything but http and https is refused",
    arguments: [
      "http+unix://%2Ftmp%2Fx/p", "file:///etc/passwd", "ftp://host/p", "#tc", "", "http://", "http://a\nb/",
    ])
  func forbidden(_ uri: String) async throws {
    // The link itself takes no empty URI.
    guard !uri.isEmpty else { return }
    let (result, log) = try await fetch(uri)
    #expect(result == .failure(.failed(1)))
    #expect(log.count == 2)
  }

  @Test("a payload that breaks off fails at the agent")
  func half() async throws {
    let server = try RawServer([.init(text: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")])
    defer { server.stop() }
    let (result, _) = try await fetch(server.uri)
    #expect(result == .failure(.failed(2)))
  }

  @Test(
    "a payload that does not go on fails at the agent",
    arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"])
  func silence(_ text: String) async throws {
    let server = try RawServer([.init(text: text, isClosed: false)])
    defer { server.stop() }
    var limits = BrokerLimits.test
    limits.payloadTime = .milliseconds(200)
    let (result, log) = try await fetch(server.uri, limits: limits)
    #expect(result == .failure(.failed(4)))
    #expect(log.first == "fetch        \(server.uri)  did not arrive within 200 ms")
  }

  @Test("the time that the agent takes is not the network's")
  func slowAgent() async throws {
    let payload = Self.payload(200_000)
    var limits = BrokerLimits.test
    limits.payloadTime = .milliseconds(1500)
    try await FakeServer.run { _, _ in
      Self.stream(payload, pieceSize: 20_000)
    } while: { [limits] server in
      // Pieces of at most 241 bytes: more than 800 pauses.
      let (result, _) = try await fetch(server.uri("/p"), pause: 0.0025, limits: limits)
      #expect(try result?.get() == payload)
    }
  }
}
