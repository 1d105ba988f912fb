import Foundation
import Hummingbird
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// The API is what `docs/broker-api.yaml` says: every path, every status, every member of every answer.
@Suite struct DescriptionTests {
  @Test("the server has the paths that are described, and no others")
  func paths() throws {
    let router = try APIParts().responder.makeRouter()
    let described = try APIDescription().answers
    #expect(
      Set(router.routes.map { "\($0.method) \($0.path)" }) == Set(described.map { "\($0.method) \($0.path)" })
    )
  }

  @Test("every answer that is described can be had, and is as described, with every member")
  func answers() async throws {
    let description = try APIDescription()
    let conversation = try Conversation()
    try await conversation.talkToServingBroker()
    try await conversation.talkToFailingBroker()
    try await conversation.talkToBusyBroker()
    try await conversation.talkToEndingBroker()
    try await conversation.talkToDeniedBroker()
    try await conversation.talkToBrokerWithoutState()
    let outcome = await conversation.outcome
    #expect(outcome.problems == [])
    #expect(description.answers.subtracting(outcome.answers).map(\.description).sorted() == [])
    var expected: Set<String> = []
    for schema in ["Outcome", "Failure", "Health", "Status"] {
      expected.formUnion(try description.properties(of: schema))
    }
    #expect(expected.subtracting(outcome.properties).sorted() == [])
  }

  @Test("every event is as described, with every member")
  func events() throws {
    let description = try APIDescription()
    let content = try description.content(of: .init(method: "GET", path: "/v1/events", status: 200))
    #expect(content.type == "text/event-stream")
    var check = SchemaCheck(description)
    let events =
      try Self.happenings().compactMap { WatchedEvent(BrokerEvent(device: "gateway", $0)) } + [.ended("over")]
    for event in events {
      let json = String(decoding: try BrokerAPI.makeEncoder().encode(event), as: UTF8.self)
      try check.check(json: json, content.schema, at: event.type.rawValue)
    }
    #expect(check.problems == [])
    #expect(Set(events.map(\.type)) == Set(WatchedEvent.Kind.allCases))
    #expect(try description.properties(of: "Event").subtracting(check.properties).sorted() == [])
  }

  @Test("the kinds of errors that are described are those that there are")
  func errorKinds() throws {
    let description = try APIDescription()
    let content = try description.content(of: .init(method: "GET", path: "/v1/events", status: 200))
    let event = try description.resolve(content.schema)
    let error = (event["properties"] as? [String: Any])?["error"] as? [String: Any]
    #expect(error?["enum"] as? [String] == ErrorKind.allCases.map(\.rawValue))
  }

  /// One of each.
  private static func happenings() throws -> [BrokerEvent.Happening] {
    let tam = try RemoteURI("http://tam.example/tam")
    let request = Exchange.request(ComponentIdentifier(segments: [Array("hello".utf8)]))
    return [
      .connected(maximumMessage: 4096), .lineLost(reason: "it was closed"), .agentRestarted,
      .pseudoTerminalOpened(path: "/dev/pts/1"), .exchangeStarted(request), .exchangeStarted(.policyCheck),
      .exchangeEnded(request, .done("installed hello")),
      .exchangeEnded(request, .failed(.tamStatus, "the TAM failed")), .sessionStarted(tam: tam),
      .messageRelayed(RelayedMessage(direction: .toAgent, type: "Update", size: 300, ticks: 5)),
      .sessionEnded(tam: tam, nil), .sessionEnded(tam: tam, .tamTooSlow),
      .retryScheduled(request, number: 1, delay: .milliseconds(2100), .tamTooSlow),
      .circuitOpened(tam: tam, for: .seconds(30)), .circuitClosed(tam: tam),
      .payloadStarted(uri: "http://a/b"),
      .payloadProgress(uri: "http://a/b", bytes: 512, total: 8192),
      .payloadResumed(uri: "http://a/b", from: 512),
      .payloadEnded(uri: "http://a/b", bytes: 8192, nil), .linkTraffic(LinkTraffic()),
    ]
  }
}
