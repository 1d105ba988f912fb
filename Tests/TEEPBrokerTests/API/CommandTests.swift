import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

/// `teep-broker` as a process.
@Suite struct CommandTests {
  private var command: Command { Command(product: "teep-broker") }

  @Test("a client command ends with status 0 only on success, and says one sentence otherwise")
  func client() async throws {
    let agent = FakeAgent { _, call in
      switch call.kind {
      case .status: FakeAgent.holding("a")
      case .unrequestTA: .failure(2)
      default: .nothing
      }
    }
    try await RunningBroker.run(agent: agent) { broker in
      let api = ["--api", broker.api.description]
      let request = try command.run(["request", "a"] + api)
      #expect(request.status == 0)
      #expect(request.text == "a is installed already\n")
      #expect(request.errors == "")
      let failure = try command.run(["release", "a"] + api)
      #expect(failure.status == 1)
      #expect(failure.text == "")
      #expect(failure.errors == "Error: no TAM that the device trusts may manage this component\n")
      #expect(try command.run(["check"] + api).status == 0)
      #expect(try command.run(["status", "a"] + api).text == "a  42 bytes\n")
      let absent = try command.run(["status", "b/c"] + api)
      #expect(absent.status == 1)
      #expect(absent.errors == "Error: b/c is not installed\n")
      let status = try command.run(["status"] + api)
      #expect(status.status == 0)
      #expect(status.text.contains("\ncomponent        a  42 bytes\n"))
      let json = try command.run(["status", "--json"] + api)
      let decoded = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
      #expect((decoded?["agents"] as? [Any])?.count == 1)
    }
  }

  @Test(
    "a command line that makes no sense is refused",
    arguments: [
      ["request", "--api", "unix:/x"], ["request", "", "--api", "unix:/x"],
      ["request", "a//b", "--api", "unix:/x"],
      ["request", "a"], ["request", "a", "--api", "/x"], ["check", "a", "--api", "unix:/x"],
      ["run", "--device", "ttyACM0", "--api", "unix:/x"], ["run", "--device", "pty"],
      ["run", "--device", "pty", "--api", "unix:/x", "--tam", "ftp://host/"],
      ["run", "--device", "pty", "--api", "unix:/x", "--policy-interval", "0"],
      ["run", "--device", "pty", "--api", "unix:/x", "--log-level", "loud"],
    ])
  func badArguments(_ arguments: [String]) throws {
    let outcome = try command.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("Error: "))
  }

  @Test("run prints the path of its pseudo-terminal, serves, and ends with status 0 on SIGTERM")
  func run() async throws {
    let folder = try TemporaryFolder()
    let api = "unix:" + folder.path("api")
    let process = Process()
    process.executableURL = Bundle.main.bundleURL.appending(path: "teep-broker")
    process.arguments = ["run", "--device", "pty", "--api", api]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty)
      line += more
    }
    let path = String(decoding: line.dropLast(), as: UTF8.self)
    #expect(path.hasPrefix("/dev/pts/"))
    // The path is a string of its own for the call.
    let agent = FakeAgent { _, call in call.kind == .status ? FakeAgent.holding("a") : .nothing }
    agent.attach(to: Connection(descriptor: unsafe open(path, O_RDWR | O_NOCTTY)))
    defer { agent.stop() }
    var status: Int32 = 1
    while status != 0 {
      status = try command.run(["request", "a", "--api", api]).status
      try await Task.sleep(for: .milliseconds(20))
    }
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("api")))
  }
}
