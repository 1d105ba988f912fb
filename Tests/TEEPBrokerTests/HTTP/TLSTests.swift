import NIOSSL
import Testing

@testable import TEEPBroker

/// TLS with the authorities and client certificates of the configuration.
@Suite struct TLSTests {
  private let authority: CertificateAuthority
  private let pinned: NetworkConfiguration

  init() throws {
    authority = try CertificateAuthority()
    var configuration = NetworkConfiguration()
    configuration.authorityFiles = [authority.file]
    pinned = configuration
  }

  /// What a POST to a TAM comes to: the answer as text, or the sentence that says why there is none.
  private func post(
    to server: TLSServer, host: String = "localhost", _ configuration: NetworkConfiguration,
    limits: BrokerLimits = .test
  ) async throws -> String {
    let network = try Network(configuration, limits)
    let tam = try RemoteURI("https://\(host):\(server.port)/tam")
    do {
      return String(decoding: try await network.tamClient(limits).post([], to: tam), as: UTF8.self)
    } catch { return "\(error)" }
  }

  @Test("a TAM is believed that an authority of the configuration vouches for, by its name, and no other")
  func authorities() async throws {
    let stranger = try CertificateAuthority()
    try await TLSServer.run(authority.issue("DNS:localhost")) { server in
      let answer1 = try await post(to: server, pinned)
      #expect(answer1 == "abc")
      #expect(server.requests.count == 1)
      // The system's authorities do not know it.
      let unknown = try await post(to: server, NetworkConfiguration())
      #expect(unknown.contains("CERTIFICATE_VERIFY_FAILED"))
      // The certificate is for another name.
      let misnamed = try await post(to: server, host: "127.0.0.1", pinned)
      #expect(misnamed.hasPrefix("cannot be reached ("))
      // What is pinned for one server goes before what is for all.
      var other = pinned
      var settings = ServerConfiguration(host: "localhost")
      settings.authorityFiles = [stranger.file]
      other.servers = [settings]
      let answer2 = try await post(to: server, other)
      #expect(answer2.contains("CERTIFICATE_VERIFY_FAILED"))
      #expect(server.requests.count == 1)
    }
  }

  @Test("a payload comes over TLS under the same rules")
  func payload() async throws {
    func fetch(_ uri: String, _ configuration: NetworkConfiguration) async throws -> [UInt8]? {
      let fetch = FetchRecord()
      try await TestBroker.run(agent: fetch.makeAgent(uri), tam: nil, network: configuration) { broker in
        _ = try await broker.exchanges.checkPolicy()
      }
      return try? fetch.result?.get()
    }
    try await TLSServer.run(authority.issue("DNS:localhost")) { server in
      let answer3 = try await fetch("https://localhost:\(server.port)/p", pinned)
      #expect(answer3 == Array("abc".utf8))
      let answer4 = try await fetch("https://localhost:\(server.port)/p", NetworkConfiguration())
      #expect(answer4 == nil)
      #expect(server.requests.count == 1)
    }
  }

  @Test("the broker shows its certificate to the server that it is for")
  func clientCertificate() async throws {
    var behaviour = TLSServer.Behaviour()
    behaviour.clientAuthority = authority.file
    let identity = try authority.issue("DNS:broker")
    try await TLSServer.run(authority.issue("DNS:localhost", "DNS:ip6-localhost"), behaviour) { server in
      let answer5 = try await post(to: server, pinned)
      #expect(answer5.hasPrefix("cannot be reached ("))
      var configuration = pinned
      var settings = ServerConfiguration(host: "elsewhere.example")
      settings.certificateFile = identity.certificate
      settings.keyFile = identity.key
      configuration.servers = [settings]
      let answer6 = try await post(to: server, configuration)
      #expect(answer6.hasPrefix("cannot be reached ("))
      #expect(server.requests.isEmpty)
      configuration.servers[0].host = "localhost"
      let answer7 = try await post(to: server, configuration)
      #expect(answer7 == "abc")
    }
  }

  @Test("a proxy passes TLS on to the server that was meant, by whose name that is believed")
  func proxy() async throws {
    var behaviour = TLSServer.Behaviour()
    behaviour.isProxy = true
    try await TLSServer.run(authority.issue("DNS:tam.example"), behaviour) { proxy in
      var configuration = pinned
      configuration.proxy = ProxyAddress(host: "127.0.0.1", port: proxy.port)
      let answer8 = try await post(to: proxy, host: "tam.example", configuration)
      #expect(answer8 == "abc")
      #expect(proxy.requests.first?.hasPrefix("CONNECT tam.example:\(proxy.port) HTTP/1.1\r\n") == true)
      #expect(proxy.requests.last?.hasPrefix("POST /tam HTTP/1.1\r\n") == true)
      let other = try await post(to: proxy, host: "other.example", configuration)
      #expect(other.hasPrefix("cannot be reached ("))
    }
  }

  @Test("a server at an IPv6 address is believed by its address")
  func ipv6() async throws {
    var behaviour = TLSServer.Behaviour()
    behaviour.host = "::1"
    try await TLSServer.run(authority.issue("IP:::1"), behaviour) { server in
      let answer9 = try await post(to: server, host: "[::1]", pinned)
      #expect(answer9 == "abc")
    }
    try await TLSServer.run(authority.issue("IP:::2"), behaviour) { server in
      let answer10 = try await post(to: server, host: "[::1]", pinned)
      #expect(answer10.hasPrefix("cannot be reached ("))
    }
  }

  @Test("TLS before 1.2 is not spoken (BCP 195)")
  func oldVersion() async throws {
    var behaviour = TLSServer.Behaviour()
    for (version, isSpoken) in [(TLSVersion.tlsv12, true), (.tlsv11, false)] {
      behaviour.newestVersion = version
      try await TLSServer.run(authority.issue("DNS:localhost"), behaviour) { server in
        let answer = try await post(to: server, pinned)
        #expect((answer == "abc") == isSpoken)
      }
    }
  }

  @Test("an answer whose end only the connection's end tells is not whole where TLS did not end")
  func cut() async throws {
    var behaviour = TLSServer.Behaviour()
    behaviour.answer = "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\n\r\nabc"
    try await TLSServer.run(authority.issue("DNS:localhost"), behaviour) { server in
      let answer11 = try await post(to: server, pinned)
      #expect(answer11 == "abc")
    }
    behaviour.isCut = true
    try await TLSServer.run(authority.issue("DNS:localhost"), behaviour) { server in
      let answer12 = try await post(to: server, pinned)
      #expect(answer12.hasPrefix("cannot be reached ("))
    }
    // One that says how long it is can be seen to be whole.
    behaviour.answer = TLSServer.Behaviour().answer
    try await TLSServer.run(authority.issue("DNS:localhost"), behaviour) { server in
      let answer13 = try await post(to: server, pinned)
      #expect(answer13 == "abc")
    }
  }

  @Test("a server that never says a word of TLS has the time for a connection and no more")
  func silence() async throws {
    let listener = try Listener()
    defer { listener.stop() }
    var limits = BrokerLimits.test
    limits.connectTime = .milliseconds(200)
    let tam = try RemoteURI("https://127.0.0.1:\(listener.port)/tam")
    let network = try Network(pinned, limits)
    let client = network.tamClient(limits)
    let failure = await #expect(throws: TAMFailure.self) { try await client.post([], to: tam) }
    #expect(failure.map(\.kind) == .tamUnreachable)
  }
}
