import Foundation
import Hummingbird
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What the broker may speak to, and how.
@Suite struct NetworkTests {
  /// What an agent gets that fetches from a server under a configuration.
  private func fetch(_ uri: String, _ configuration: NetworkConfiguration) async throws -> [UInt8]? {
    let fetch = FetchRecord()
    try await TestBroker.run(agent: fetch.makeAgent(uri), tam: nil, network: configuration) { broker in
      _ = try await broker.exchanges.checkPolicy()
    }
    return try? fetch.result?.get()
  }

  @Test("only what the configuration allows is fetched, and nothing else is asked")
  func allowed() async throws {
    try await FakeServer.run { _, _ in
      Payload(10).response(pieceSize: 10)
    } while: { server in
      var configuration = NetworkConfiguration()
      configuration.fetchSchemes = [.https]
      let found1 = try await fetch(server.uri("/p"), configuration)
      #expect(found1 == nil)
      configuration.fetchSchemes = [.http]
      configuration.fetchHosts = [HostPattern("*.example")]
      let found2 = try await fetch(server.uri("/p"), configuration)
      #expect(found2 == nil)
      #expect(server.requests.isEmpty)
      configuration.fetchHosts.append(HostPattern("127.0.0.1"))
      let found3 = try await fetch(server.uri("/p"), configuration)
      #expect(found3 == Payload(10).bytes)
    }
  }

  @Test("a proxy is asked for all hosts but those that are reached directly")
  func proxy() async throws {
    let proxy = try RawServer([.init(text: "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")])
    defer { proxy.stop() }
    let port = try RemoteURI(proxy.uri).port
    var configuration = NetworkConfiguration()
    configuration.proxy = ProxyAddress(host: "127.0.0.1", port: port)
    let refused = try await fetch("http://far.example/p", configuration)
    #expect(refused == nil)
    #expect(proxy.requests.first?.hasPrefix("CONNECT far.example:80 HTTP/1.1\r\n") == true)
    configuration.directHosts = [HostPattern("*.example")]
    _ = try await fetch("http://far.example/p", configuration)
    #expect(proxy.requests.count == 1)
  }

  @Test("of many sessions with one TAM none waits for the end of another")
  func many() async throws {
    let arrived = Counter()
    try await FakeServer.run { _, _ in
      arrived.next()
      while arrived.value < 100 { try await Task.sleep(for: .milliseconds(5)) }
      return .over
    } while: { server in
      let client = try Network().tamClient(.test)
      let tam = try RemoteURI(server.uri())
      try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<100 { group.addTask { try await client.post([], to: tam) } }
        for try await answer in group { #expect(answer == []) }
      }
    }
  }

  @Test("an IPv6 address is reached")
  func ipv6() async throws {
    let listener = try Listener(ipv6: ())
    defer { listener.stop() }
    Thread {
      while let connection = listener.accept() {
        _ = connection.read()
        connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc".utf8))
      }
    }.start()
    let result = try await fetch("http://[::1]:\(listener.port)/p", NetworkConfiguration())
    #expect(result == Array("abc".utf8))
  }
}
