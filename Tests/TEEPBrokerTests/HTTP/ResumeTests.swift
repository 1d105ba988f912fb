import Hummingbird
import NIOCore
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Payloads whose connection breaks on the way (RFC 9110, section 14).
@Suite struct ResumeTests {
  /// An answer that announces more than it brings.
  private static func broken(_ headers: String, _ body: String, of count: Int, status: String = "200 OK")
    -> RawServer.Answer
  {
    RawServer.Answer(text: "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(count)\r\n\r\n\(body)")
  }

  /// Has an agent fetch from a server; gives what it got, the requests, and what happened.
  private func fetch(
    _ answers: [RawServer.Answer], limits: BrokerLimits = .test
  ) async throws -> (result: Result<[UInt8], LinkFetchError>?, requests: [String], [BrokerEvent.Happening]) {
    let server = try RawServer(answers)
    defer { server.stop() }
    let fetch = FetchRecord()
    let events = Current<[BrokerEvent.Happening]>([])
    try await TestBroker.run(agent: fetch.makeAgent(server.uri), tam: nil, limits: limits) { broker in
      _ = try await broker.exchanges.checkPolicy()
      // The end of the fetch is told when the agent has it already.
      while !broker.events.happenings.contains(where: { if case .payloadEnded = $0 { true } else { false } })
      {
        try await Task.sleep(for: .milliseconds(2))
      }
      events.value = broker.events.happenings
    }
    return (fetch.result, server.requests.map { $0.lowercased() }, events.value)
  }

  @Test(
    "the rest is asked for with what tells the same payload from another, and is put behind what was there")
  func range() async throws {
    let (result, requests, events) = try await fetch([
      Self.broken("ETag: \"a\"\r\n", "01234", of: 10),
      Self.broken(
        "ETag: \"a\"\r\nContent-Range: bytes 5-9/10\r\n", "56", of: 5, status: "206 Partial Content"),
      Self.broken(
        "ETag: \"a\"\r\nContent-Range: bytes 7-9/10\r\n", "789", of: 3, status: "206 Partial Content"),
    ])
    #expect(try result?.get() == Array("0123456789".utf8))
    #expect(!requests[0].contains("range:"))
    #expect(
      requests[1].contains("\r\nrange: bytes=5-\r\n") && requests[1].contains("\r\nif-range: \"a\"\r\n"))
    #expect(requests[2].contains("\r\nrange: bytes=7-\r\n"))
    let resumed = events.compactMap { event -> Int? in
      if case .payloadResumed(_, let offset) = event { offset } else { nil }
    }
    #expect(resumed == [5, 7])
    #expect(events.contains { if case .payloadEnded(_, bytes: 10, nil) = $0 { true } else { false } })
    let uri =
      requests.isEmpty
      ? ""
      : events.compactMap { event -> String? in
        if case .payloadProgress(let uri, 5, 10) = event { uri } else { nil }
      }.first ?? ""
    #expect(uri.hasSuffix("/tam"), "progress tells the bytes and their total")
  }

  @Test("a server that sends all of it once more is heard from where the break was")
  func whole() async throws {
    let (result, requests, _) = try await fetch([
      Self.broken("Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n", "01234", of: 10),
      Self.broken("Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n", "0123456789", of: 10),
    ])
    #expect(try result?.get() == Array("0123456789".utf8))
    #expect(requests[1].contains("\r\nif-range: sat, 21 nov 2026 10:00:00 gmt\r\n"))
  }

  @Test("without anything that tells one payload from another, all of it is asked for again")
  func noValidator() async throws {
    let (result, requests, _) = try await fetch([
      Self.broken("ETag: W/\"a\"\r\n", "01234", of: 10),
      Self.broken("ETag: W/\"a\"\r\n", "0123456789", of: 10),
    ])
    #expect(try result?.get() == Array("0123456789".utf8))
    #expect(!requests[1].contains("range:"))
  }

  @Test(
    "what is something else after the break is not put behind what was there",
    arguments: [
      broken("ETag: \"b\"\r\n", "abcdefghij", of: 10), broken("ETag: \"a\"\r\n", "01234567", of: 8),
      broken("Content-Range: bytes 4-9/10\r\n", "456789", of: 6, status: "206 Partial Content"),
    ])
  func changed(_ answer: RawServer.Answer) async throws {
    let (result, requests, events) = try await fetch([
      Self.broken("ETag: \"a\"\r\n", "01234", of: 10), answer,
    ])
    #expect(result == .failure(.failed(2)))
    #expect(requests.count == 2)
    #expect(
      events.contains { if case .payloadEnded(_, bytes: 5, .payloadUnreachable) = $0 { true } else { false } }
    )
  }

  @Test("a server that brings nothing any more is given up")
  func noProgress() async throws {
    var limits = BrokerLimits.test
    limits.maximumPayloadBreaks = 2
    let (result, requests, _) = try await fetch(
      [Self.broken("ETag: \"a\"\r\n", "01234", of: 10), RawServer.Answer(text: "")], limits: limits)
    #expect(result == .failure(.failed(2)))
    // The first one, and one for each break that is allowed.
    #expect(requests.count == 3)
  }
}
