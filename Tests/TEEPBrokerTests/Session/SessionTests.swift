import Hummingbird
import TEEPHost
import TEEPLink
import Testing

@testable import TEEPBroker

/// Sessions that go well: draft-ietf-teep-otrp-over-http-15, section 5, and RFC 9397, section 6.2.
@Suite struct SessionTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test("each POST carries Accept and Content-Type, the first one no body, and 204 ends the session")
  func headers() async throws {
    try await FakeServer.run { _, number in
      var response = number < 2 ? Response.teep([UInt8(number)]) : .over
      response.headers[.setCookie] = "session=1"
      return response
    } while: { server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .requestTA: .tamURI(server.uri())
        case .processTEEPMessage: .message([0xA0 + call.argument[0]])
        case .status: FakeAgent.holding("hello")
        default: .nothing
        }
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let result = try await broker.exchanges.request(hello)
        #expect(result == "installed hello")
        #expect(server.requests.map(\.body) == [[], [0xA0], [0xA1]])
        for (request, length) in zip(server.requests, ["0", "1", "1"]) {
          #expect(request.method == "POST")
          #expect(request.path == "/tam")
          #expect(request.header("Accept") == "application/teep+cbor")
          #expect(request.header("Content-Type") == "application/teep+cbor")
          #expect(request.header("Content-Length") == length)
          for absent in ["Cookie", "Cache-Control", "Transfer-Encoding", "Authorization"] {
            #expect(request.header(absent) == nil)
          }
        }
        let relayed = agent.calls.filter { $0.kind == .processTEEPMessage }
        #expect(relayed.map(\.argument) == [[0x00], [0x01]])
        #expect(agent.count(.processError) == 0)
      }
    }
  }

  @Test("the session ends when the agent has nothing more to send")
  func agentEnds() async throws {
    try await FakeServer.run { _, _ in
      .teep([0x01])
    } while: { server in
      let agent = FakeAgent.served(by: server.uri())
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let result = try await broker.exchanges.request(hello)
        #expect(result == "installed hello")
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test("the TAM URI that the agent returns wins over the caller's, which serves where the agent names none")
  func tamURI() async throws {
    try await FakeServer.run { _, _ in
      .over
    } while: { server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .requestTA: .tamURI(server.uri("/agent"))
        case .unrequestTA: .message([0x07])
        default: FakeAgent.holding("other")
        }
      }
      try await TestBroker.run(agent: agent, tam: server.uri("/caller")) { broker in
        _ = try? await broker.exchanges.request(hello)
        let result = try await broker.exchanges.release(hello)
        #expect(result == "removed hello")
        #expect(server.requests.map(\.path) == ["/agent", "/caller"])
        #expect(server.requests.map(\.body) == [[], [0x07]])
      }
    }
  }

  @Test("a message that comes with the TAM URI is the session's first POST")
  func firstMessage() async throws {
    try await FakeServer.run { _, _ in
      .over
    } while: { server in
      let agent = FakeAgent { _, call in
        call.kind == .requestTA
          ? .tamURIAndMessage(server.uri(), [0x01, 0x02]) : FakeAgent.holding("hello")
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let result = try await broker.exchanges.request(hello)
        #expect(result == "installed hello")
        #expect(server.requests.map(\.body) == [[0x01, 0x02]])
      }
    }
  }

  @Test("RequestTA and UnrequestTA get [component-identifier, tam-uri / null]")
  func arguments() async throws {
    let component = ComponentIdentifier(segments: [Array("a".utf8), [0x00]])
    let text: [UInt8] = [0x69] + Array("http://t/".utf8)
    for (tam, encodedTAM) in [("http://t/", text), (nil, [0xF6])] {
      let agent = FakeAgent { _, _ in .failure(1) }
      try await TestBroker.run(agent: agent, tam: tam) { broker in
        _ = try? await broker.exchanges.request(component)
        _ = try? await broker.exchanges.release(component)
      }
      #expect(agent.calls.map(\.kind) == [.requestTA, .unrequestTA])
      for call in agent.calls {
        #expect(call.argument == [0x82, 0x82, 0x41, 0x61, 0x41, 0x00] + encodedTAM)
      }
    }
  }

  @Test("what is there already needs no TAM")
  func nothingToDo() async throws {
    let agent = FakeAgent { _, call in call.kind == .status ? FakeAgent.holding("hello") : .nothing }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      let request = try await broker.exchanges.request(hello)
      #expect(request == "hello is installed already")
      let other = ComponentIdentifier(segments: [[0x00]])
      let release = try await broker.exchanges.release(other)
      #expect(release == "0x00 is not installed")
    }
  }
}
