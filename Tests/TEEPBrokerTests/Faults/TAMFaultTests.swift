import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// TAMs that do what no TAM should: each time the log and the metrics say so, and the next session is as if nothing had
/// been.
@Suite struct TAMFaultTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answer: RawServer.Answer
    /// What the TAM did, in the log.
    let sentence: String
    let kind: ErrorKind

    static let teep = "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\n"

    static let all = [
      Fault("garbage", .init(text: "TEEP/1.0 yes\r\n\r\n"), "cannot be reached (", .tamUnreachable),
      Fault(
        "half an answer", .init(text: teep + "Content-Length: 10\r\n\r\n12345"), "cannot be reached (",
        .tamUnreachable),
      Fault(
        "an error of its own",
        .init(text: "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
        "answered with HTTP status 500", .tamStatus),
      Fault("nothing", .init(text: ""), "cannot be reached (", .tamUnreachable),
      Fault("silence", .init(text: "", isClosed: false), "did not answer within 400 ms", .tamTooSlow),
      Fault(
        "slow dripping",
        .init(text: teep + "Content-Length: 1000000\r\n\r\n") { connection in
          while connection.write([0x5A]) { Thread.sleep(forTimeInterval: 0.02) }
        }, "did not answer within 400 ms", .tamTooSlow),
      Fault(
        "10 GiB", .init(text: teep + "Content-Length: \(10 << 30)\r\n\r\n", goOn: pour),
        "answered with more than 1048576 bytes", .tamTooLong),
      Fault(
        "10 GiB that are not announced",
        .init(text: teep + "\r\n", goOn: pour), "answered with more than 1048576 bytes", .tamTooLong),
    ]

    private init(_ name: String, _ answer: RawServer.Answer, _ sentence: String, _ kind: ErrorKind) {
      testDescription = name
      self.answer = answer
      self.sentence = sentence
      self.kind = kind
    }

    /// Sends what makes 10 GiB, or as much of it as is taken.
    @Sendable private static func pour(_ connection: Connection) {
      let piece = [UInt8](repeating: 0x5A, count: 1 << 16)
      var count = 0
      while count < 10 << 30, connection.write(piece) { count += piece.count }
      #expect(count < 32 << 20, "the broker takes what it may, and no more")
    }
  }

  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a TAM that fails is said to, counted, and welcome again", arguments: Fault.all)
  func fault(_ fault: Fault) async throws {
    let server = try RawServer([
      fault.answer, .init(text: Fault.teep + "Content-Length: 1\r\n\r\n1"),
      .init(text: "HTTP/1.1 204 No Content\r\n\r\n"),
    ])
    defer { server.stop() }
    let isInstalled = Counter()
    let agent = FakeAgent { _, call in
      switch call.kind {
      case .requestTA: return .tamURI(server.uri)
      case .processTEEPMessage:
        isInstalled.next()
        return .message([0x55])
      case .status: return isInstalled.value > 0 ? FakeAgent.holding("hello") : FakeAgent.empty
      default: return .nothing
      }
    }
    var limits = BrokerLimits.test
    limits.tamTime = .milliseconds(400)
    try await RunningBroker.run(agent: agent, limits: limits) { broker in
      let sentence = "the TAM at \(server.uri) \(fault.sentence)"
      let failure = await #expect(throws: LocalServerError.self) { try await broker.client.request(hello) }
      #expect(failure?.description.contains(sentence) == true)
      #expect(broker.log.lines.contains { $0.hasPrefix("request hello: \(sentence)") })
      #expect(agent.count(.processError) == 1)
      let device = #"device="\#(try await broker.client.status().agents.first?.device ?? "")""#
      let kind = #"kind="\#(fault.kind.rawValue)""#
      let failed = try await broker.metrics()
      #expect(failed.contains(#"teep_broker_errors_total{\#(device),stage="session",\#(kind)} 1"#))
      #expect(failed.contains(#"teep_broker_errors_total{\#(device),stage="exchange",\#(kind)} 1"#))
      #expect(failed.contains(#"teep_broker_sessions_total{\#(device),outcome="failed"} 1"#))
      let result = try await broker.client.request(hello)
      #expect(result == "installed hello")
      let recovered = try await broker.metrics()
      #expect(recovered.contains(#"teep_broker_sessions_total{\#(device),outcome="done"} 1"#))
      #expect(recovered.contains(#"teep_broker_sessions_under_way{\#(device)} 0"#))
    }
  }

  @Test("one dead TAM delays no device of another")
  func dead() async throws {
    let dead = try RawServer([.init(text: "", isClosed: false)])
    let well = try RawServer([.init(text: "HTTP/1.1 204 No Content\r\n\r\n")])
    defer {
      dead.stop()
      well.stop()
    }
    let agents = [dead, well].map { server in
      FakeAgent.served(by: server.uri)
    }
    let listeners = try [
      agents[0].listen(at: folder.path("dead")), agents[1].listen(at: folder.path("well")),
    ]
    defer {
      for listener in listeners { listener.stop() }
      for agent in agents { agent.stop() }
    }
    let devices = try ["dead", "well"].map {
      DeviceConfiguration(name: $0, address: try DeviceAddress("unix:" + folder.path($0)))
    }
    try await RunningBroker.run(devices: devices) { broker in
      let waiting = Task { try await broker.client.request(hello, on: "dead") }
      while dead.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      let result = try await broker.client.request(hello, on: "well")
      #expect(result == "installed hello")
      try await broker.wait(for: #"teep_broker_sessions_under_way{device="dead"} 1"#)
      dead.stop()
      await #expect(throws: LocalServerError.self) { try await waiting.value }
    }
  }
}
