import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// How a broker begins and ends, and its socket with it.
@Suite struct LifeCycleTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test("only the broker's user may connect")
  func permissions() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let attributes = try FileManager.default.attributesOfItem(atPath: broker.api.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(attributes[.type] as? FileAttributeType == .typeSocket)
    }
  }

  @Test("a broker that is told to end answers what is under way and ends")
  func ends() async throws {
    let agent = FakeAgent { _, call in
      if call.kind == .requestTA { Thread.sleep(forTimeInterval: 2) }
      return call.kind == .status ? FakeAgent.empty : .nothing
    }
    try await RunningBroker.run(agent: agent) { broker in
      let outcome = Task { try await broker.client.request(hello) }
      while agent.count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
      await broker.end()
      await #expect(throws: LocalServerError.refused(status: 503, "the broker is being ended")) {
        try await outcome.value
      }
    }
  }

  @Test(
    "a second broker does not take the socket of the first, and a socket that was left behind is replaced")
  func socket() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let second = Broker(
        configuration: BrokerConfiguration(api: APIConfiguration(address: broker.api)),
        logger: broker.log.makeLogger())
      await #expect(throws: APIServiceError.inUse(broker.api)) { try await second.run() }
      _ = try await broker.client.status()
    }
  }

  @Test("a path where no socket can be is refused")
  func badPath() async throws {
    let folder = try TemporaryFolder()
    try folder.write([0x01], to: "file")
    for (path, reason) in [
      ("nothing/api", "No such file or directory"), ("file", "what is there is no socket"),
    ] {
      let address = try UnixSocketAddress("unix:" + folder.path(path))
      let broker = Broker(
        configuration: BrokerConfiguration(api: APIConfiguration(address: address)),
        logger: LogRecord().makeLogger())
      let failure = await #expect(throws: APIServiceError.self) { try await broker.run() }
      #expect(failure?.description.hasPrefix("cannot listen at \(address): \(reason)") == true)
    }
    #expect(try folder.read("file") == [0x01])
  }

  @Test("where no broker is, the client says so at once")
  func noBroker() async throws {
    let address = try UnixSocketAddress("unix:/nowhere/api")
    let failure = await #expect(throws: LocalServerError.self) { try await BrokerClient(address).status() }
    #expect(
      failure?.description
        == "no broker answers at unix:/nowhere/api (No such file or directory); "
        + "check that teep-broker runs with --api unix:/nowhere/api")
  }
}
