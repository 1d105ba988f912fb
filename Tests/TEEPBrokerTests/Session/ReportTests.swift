import Hummingbird
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What is said of a session: to whoever asked for it, in the log, and in the counts.
@Suite(.enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct ReportTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test(
    "a session that ends without the component being there is a failure, in the words of the agent's Error")
  func notInstalled() async throws {
    let error = try Vectors.bytes("signed/5a-error-manifest.sign1-esp256.cose")
    try await FakeServer.run { request, _ in
      request.body.isEmpty ? .teep([0x01]) : .over
    } while: { server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .status: FakeAgent.empty
        case .processTEEPMessage: .message(error)
        default: .tamURI(server.uri())
        }
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let failure = await #expect(throws: ExchangeFailure.self) {
          try await broker.exchanges.request(hello)
        }
        let sentence = failure?.description ?? ""
        #expect(
          sentence.hasPrefix(
            "hello was not installed: the session with the TAM at \(server.uri()) ended with "))
        #expect(sentence.contains("error 11"))
      }
    }
  }

  @Test("each message is one line in the log, the agent's with its work, and is counted")
  func log() async throws {
    let query = try Vectors.bytes("signed/1a-query_request-token.sign-both.cose")
    let response = try Vectors.bytes("signed/2a-query_response-requested.sign1-esp256.cose")
    let update = try Vectors.bytes("signed/3b-update-unlink.sign1-esp256.cose")
    let success = try Vectors.bytes("signed/4a-success.sign1-esp256.cose")
    try await FakeServer.run { _, number in
      number < 2 ? .teep([query, update][number]) : .over
    } while: { server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .status: FakeAgent.holding("hello")
        case .processTEEPMessage:
          call.argument == query ? .message(response, ticks: 4_128_301) : .message(success)
        default: .tamURI(server.uri())
        }
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        _ = try await broker.exchanges.request(hello)
        #expect(
          broker.log.lines.filter { $0.contains("→") } == [
            "TAM → agent  QueryRequest   \(query.count) bytes",
            "agent → TAM  QueryResponse  \(response.count) bytes  4128301 ticks",
            "TAM → agent  Update         \(update.count) bytes",
            "agent → TAM  Success        \(success.count) bytes",
          ])
        let record = await broker.agent.record
        #expect(record.messagesToAgent == 2)
        #expect(record.messagesFromAgent == 2)
        #expect(record.recentMessages.map(\.ticks) == [4_128_301, nil, nil, nil])
        #expect(record.sessions == 1)
        #expect(record.failedSessions == 0)
      }
    }
  }
}
