import Hummingbird
import Logging
import Synchronization
import TEEPHost
import TEEPLink
import Testing

@testable import TEEPBroker

/// Sessions that fail: protocol errors end them, the agent is told exactly once, and nothing is sent again
/// (draft-ietf-teep-otrp-over-http-15, section 5).
@Suite struct FailureTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  /// Requests a component of a TAM that fails; gives the sentence.
  private func failure(_ uri: String, limits: BrokerLimits = .test, processErrors: Int = 1) async throws
    -> String
  {
    let agent = FakeAgent.talkative(uri)
    let sentence = Mutex("")
    try await TestBroker.run(agent: agent, tam: nil, limits: limits) { broker in
      let failure = await #expect(throws: ExchangeFailure.self) { try await broker.exchanges.request(hello) }
      sentence.withLock { $0 = failure?.description ?? "" }
      #expect(agent.count(.processError) == processErrors)
      #expect(await broker.agent.record.failedSessions == processErrors)
      #expect(await broker.agent.record.lastError?.sentence == "request hello: \(failure?.description ?? "")")
    }
    return sentence.withLock { $0 }
  }

  @Test(
    "an HTTP status other than 2xx fails the session; redirects are not followed",
    arguments: [300, 301, 302, 303, 307, 308, 400, 404, 415, 500, 503])
  func status(_ code: Int) async throws {
    try await FakeServer.run { _, _ in
      Response(
        status: .init(code: code), headers: [.location: "/elsewhere", .contentType: "application/teep+cbor"])
    } while: { server in
      let sentence = try await failure(server.uri())
      let redirect = "a redirect (HTTP status \(code)), which TEEP forbids to follow"
      let answer = code < 400 ? redirect : "HTTP status \(code)"
      #expect(sentence == "the TAM at \(server.uri()) answered with \(answer)")
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "an answer of another media type fails the session",
    arguments: [
      "text/html", "application/teep", "application/teep+cborx", "application/cbor", "application/json",
    ])
  func mediaType(_ type: String) async throws {
    try await FakeServer.run { _, _ in
      .teep([0x01], type: type)
    } while: { server in
      let sentence = try await failure(server.uri())
      #expect(
        sentence
          == "the TAM at \(server.uri()) answered with '\(type)' in place of TEEP; is this the TAM's URI?")
    }
  }

  @Test("an answer without a media type fails the session")
  func noMediaType() async throws {
    let server = try RawServer([.init(text: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1")])
    defer { server.stop() }
    let sentence = try await failure(server.uri)
    #expect(sentence.contains("answered without a Content-Type"))
  }

  @Test(
    "a media type may be in upper case and have parameters",
    arguments: ["Application/TEEP+CBOR", "application/teep+cbor ; v=1"])
  func mediaTypeParameters(_ type: String) async throws {
    try await FakeServer.run { _, number in
      number == 0 ? .teep([0x01], type: type) : .over
    } while: { server in
      let sentence = try await failure(server.uri(), processErrors: 0)
      #expect(sentence.hasPrefix("hello was not installed: the TAM at"))
      #expect(server.requests.count == 2)
    }
  }

  @Test("an answer of the most bytes is taken and one byte more fails the session", arguments: [true, false])
  func oversize(_ hasLength: Bool) async throws {
    var limits = BrokerLimits.test
    limits.maximumTAMAnswer = 1000
    for (count, isTaken) in [(1000, true), (1001, false)] {
      try await FakeServer.run { _, number in
        if number > 0 { return .over }
        let body = ResponseBody(contentLength: hasLength ? count : nil) { writer in
          try await writer.write(ByteBuffer(repeating: 1, count: count))
          try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/teep+cbor"], body: body)
      } while: { [limits] server in
        let sentence = try await failure(server.uri(), limits: limits, processErrors: isTaken ? 0 : 1)
        #expect(sentence.contains("more than 1000 bytes") == !isTaken)
      }
    }
  }

  @Test("a message that got lost is not POSTed again")
  func lostMessage() async throws {
    let server = try RawServer([
      .init(text: "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\nContent-Length: 1\r\n\r\n1"),
      .init(text: ""),
    ])
    defer { server.stop() }
    let sentence = try await failure(server.uri)
    #expect(sentence.hasPrefix("the TAM at \(server.uri) cannot be reached ("))
    #expect(server.requests.count == 2)
    #expect(server.requests.last?.hasSuffix("\r\n\r\n\u{55}") == true)
  }

  @Test(
    "half an answer fails the session",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\nContent-Length: 10\r\n\r\n12345",
      "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
      "HTTP/1.1 200 OK\r\nContent-Ty", "TEEP/1.0 yes\r\n\r\n",
    ])
  func half(_ text: String) async throws {
    let server = try RawServer([.init(text: text)])
    defer { server.stop() }
    let sentence = try await failure(server.uri)
    #expect(sentence.hasPrefix("the TAM at \(server.uri) cannot be reached ("))
    #expect(server.requests.count == 1)
  }

  @Test(
    "a TAM that falls silent fails the session",
    arguments: [
      "", "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\nContent-Length: 10\r\n\r\n12345",
    ])
  func silence(_ text: String) async throws {
    let server = try RawServer([.init(text: text, isClosed: false)])
    defer { server.stop() }
    var limits = BrokerLimits.test
    limits.tamTime = .milliseconds(300)
    let result = try await failure(server.uri, limits: limits)
    #expect(result == "the TAM at \(server.uri) did not answer within 300 ms")
  }

  @Test("a TAM that is not there fails the session")
  func refused() async throws {
    let listener = try Listener()
    listener.stop()
    let uri = "http://127.0.0.1:\(listener.port)/tam"
    let result = try await failure(uri)
    #expect(result == "the TAM at \(uri) cannot be reached (Connection refused)")
  }
}
