import Hummingbird
import Synchronization
import TEEPLink
import Testing

@testable import TEEPBroker

/// Payloads that the broker fetches while the agent works, and what becomes of those that it cannot get.
@Suite struct PayloadTests {
  /// Has an agent fetch, and gives what it got and what was logged of it.
  private func fetch(
    _ uri: String, limits: BrokerLimits = .test
  ) async throws -> (result: Result<[UInt8], LinkFetchError>?, log: [String]) {
    let fetch = FetchRecord()
    let log = Mutex<[String]>([])
    let agent = fetch.makeAgent(uri)
    try await TestBroker.run(agent: agent, tam: nil, limits: limits) { broker in
      _ = try await broker.exchanges.checkPolicy()
      // The next call works, however the fetch ended.
      _ = try await broker.exchanges.checkPolicy()
      #expect(agent.count(.requestPolicyCheck) == 2)
      log.withLock { $0 = broker.log.lines.filter { $0.hasPrefix("fetch") } }
    }
    return (fetch.result, log.withLock { $0 })
  }

  @Test("a payload arrives whole and in order")
  func whole() async throws {
    let payload = Payload(1 << 20)
    try await FakeServer.run { _, _ in
      payload.response(pieceSize: 10_007)
    } while: { server in
      let (result, log) = try await fetch(server.uri("/p"))
      #expect(try result?.get() == payload.bytes)
      #expect(log == ["fetch        \(server.uri("/p"))  1048576 bytes"])
      #expect(server.requests.map(\.method) == ["GET"])
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
    #expect(log.count == 1)
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
}
