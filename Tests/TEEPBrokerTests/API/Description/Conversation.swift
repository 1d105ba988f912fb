import Foundation
import GRDB
import Hummingbird
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Has brokers give every answer that is described, and holds each against its description.
actor Conversation {
  struct Outcome {
    var answers: Set<APIDescription.Answer> = []
    var problems: [String] = []
    var properties: Set<String> = []
  }

  private let description: APIDescription
  private(set) var outcome = Outcome()
  let hello = #"{"component":"hello"}"#

  init() throws { description = try APIDescription() }

  /// Notes an answer, and what is wrong with it.
  private func note(_ method: String, _ target: String, _ answer: (status: Int, type: String, body: String))
    throws
  {
    let path = String(target.prefix { $0 != "?" })
    let key = APIDescription.Answer(method: method, path: path, status: answer.status)
    guard description.answers.contains(key) else {
      outcome.problems.append("\(key) is not described: \(answer.body)")
      return
    }
    let content = try description.content(of: key)
    var check = SchemaCheck(description)
    if content.type == "application/json" { try check.check(json: answer.body, content.schema, at: "\(key)") }
    let type = String(answer.type.prefix { $0 != ";" })
    outcome.answers.insert(key)
    outcome.problems += check.problems + (type == content.type ? [] : ["\(key) is of the type \(type)"])
    outcome.properties.formUnion(check.properties)
  }

  func send(_ api: UnixSocketAddress, _ method: String, _ target: String, _ body: String = "") async throws {
    try note(method, target, try await APIRequest.send(api, method, target, body))
  }

  /// A device with a TAM that has something to say.
  func talkToServingBroker() async throws {
    try await FakeServer.run { _, number in
      number == 0 ? .teep([0x01]) : .over
    } while: { [self] server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .requestTA: .tamURI(server.uri())
        case .processTEEPMessage: .message([0xA0], ticks: 9)
        case .status: FakeAgent.holding("hello")
        default: .nothing
        }
      }
      try await RunningBroker.run(agent: agent) { [self] broker in
        for path in ["/v1/request", "/v1/release"] {
          for body in [
            hello, "{", #"{"component":"hello","device":"none"}"#, String(repeating: " ", count: 70_000),
          ] {
            try await send(broker.api, "POST", path, body)
          }
        }
        for body in ["", "{}", "[", #"{"device":"none"}"#, String(repeating: " ", count: 70_000)] {
          try await send(broker.api, "POST", "/v1/check", body)
        }
        // A release of what stays fails, so that there is an error to be told of.
        for target in [
          "/v1/status", "/v1/status?device=none", "/v1/events?device=none", "/healthz", "/metrics",
        ] {
          try await send(broker.api, "GET", target)
        }
        try await send(broker.api, "POST", "/v1/release", #"{"component":"other"}"#)
        try await APIRequest.watch(broker.api) { answer in
          try await self.note("GET", "/v1/events", answer)
          return false
        }
      }
    }
  }
}
