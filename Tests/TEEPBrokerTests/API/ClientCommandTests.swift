import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// `teep-broker` as a client that shows what happens.
@Suite struct ClientCommandTests {
  @Test("with --json a request prints each event as one line, and then the result")
  func json() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let outcome = try Command(product: "teep-broker").run(
        ["request", "hello", "--json", "--api", broker.api.description])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = try outcome.text.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      #expect(lines.compactMap { $0["type"] as? String }.first == "exchangeStarted")
      #expect(lines.dropLast().allSatisfy { $0["type"] != nil && $0["time"] != nil })
      #expect(lines.last?["result"] as? String == "hello is installed already")
      #expect(outcome.errors == "")
    }
  }

  @Test("on a terminal there is a line that says what happens, which is gone in the end")
  func progress() async throws {
    let agent = FakeAgent { _, call in
      // Long enough for the line to be seen by the one who runs the test, too.
      if call.kind == .requestTA { Thread.sleep(forTimeInterval: 0.2) }
      return call.kind == .status ? FakeAgent.holding("hello") : .nothing
    }
    try await RunningBroker.run(agent: agent) { broker in
      // script(1) gives the command a terminal.
      let broker =
        Bundle.main.bundleURL.appending(path: "teep-broker").path + " request hello --api \(broker.api)"
      let outcome = try Command("script").run(["--quiet", "--return", "--command", broker, "/dev/null"])
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("\r\u{1B}[Kasking the agent"))
      #expect(outcome.text.hasSuffix("\r\u{1B}[Khello is installed already\r\n"))
    }
  }

  @Test("status tells what is asked for and by whom, and of one device")
  func status() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let command = Command(product: "teep-broker")
      let api = ["--api", broker.api.description]
      #expect(try command.run(["request", "hello"] + api).status == 0)
      let status = try command.run(["status"] + api)
      #expect(status.text.contains("\nasked for        hello  request fulfilled  by user \(geteuid())\n"))
      #expect(status.text.contains("\nrestarted after  watchdog\n"))
      let name = try #require(try await broker.client.status().agents.first?.device)
      #expect(try command.run(["status", "--device", name] + api).status == 0)
      let other = try command.run(["status", "--device", "a+b c&d"] + api)
      #expect(other.status == 1)
      #expect(other.errors == "Error: the broker serves no device 'a+b c&d'\n")
    }
  }

  @Test("watch prints what happens until the broker ends")
  func watch() async throws {
    let process = Process()
    let output = Pipe()
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      process.executableURL = Bundle.main.bundleURL.appending(path: "teep-broker")
      process.arguments = ["watch", "--api", broker.api.description]
      process.standardOutput = output
      try process.run()
      // Asked again until the watch has begun and a line comes.
      let lines = Current("")
      output.fileHandleForReading.readabilityHandler = {
        lines.value += String(decoding: $0.availableData, as: UTF8.self)
      }
      while !lines.value.contains("exchangeEnded") { _ = try await broker.client.checkPolicy() }
      #expect(
        lines.value.contains("exchangeEnded  policyCheck  checked the policy (sessions: 0, messages: 0)\n"))
    }
    process.waitUntilExit()
    output.fileHandleForReading.readabilityHandler = nil
    #expect(process.terminationStatus == 0)
  }
}
