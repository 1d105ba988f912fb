import Glibc
import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Processes that are killed in the middle of an installation of 8 KiB.
  struct KillTests {
    private let deployment: Deployment
    private let agent: AgentProcess
    private let server: PayloadServer
    private let seed: UInt64

    /// Installs the first version.
    init() async throws {
      seed = SeededGenerator().seed
      print("TEEP_SEED=\(seed) for payloads and moments")
      deployment = try await Deployment()
      agent = try await AgentProcess(deployment, flash: deployment.provision())
      server = try PayloadServer()
      try deployment.enrol()
      try publish(1)
      try await deployment.startBroker(link: agent.link)
      #expect(try deployment.ask("request", "TEEP-Device/sensor").status == 0)
    }

    private func payload(_ version: Int) -> [UInt8] {
      var random = SeededGenerator(seed: seed &+ UInt64(version))
      return (0..<8192).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    private func publish(_ version: Int) throws {
      try deployment.publish("sensor", version: version, payload(version), at: server.uri)
      server.deliver(.init(bytes: payload(version)))
    }

    private func installed() throws -> [UInt8]? {
      try deployment.extract("sensor", from: agent.storeImage())
    }

    /// Starts an installation of which as many bytes arrive, and waits until they are on their way.
    private func begin(_ version: Int, bytes: Int) async throws -> Service {
      try publish(version)
      let start = payload(version).prefix(bytes)
      server.deliver(
        .init(
          bytes: Array(start), missing: 8192 - bytes, ending: bytes < 8192 ? .silence : .regular))
      let check = try deployment.start("teep-broker", ["check"] + deployment.api)
      try await eventually("the payload is on its way") { server.deliveryCount > 0 }
      return check
    }

    /// What was killed is there again: the next check installs the version.
    private func expectRecovery(to version: Int) throws {
      server.deliver(.init(bytes: payload(version)))
      let outcome = try deployment.ask("check")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try installed() == payload(version))
      #expect(try deployment.device().components.map(\.sequenceNumber) == [UInt64(version)])
    }

    @Test("an agent that is killed at any moment holds the old version or the new one, and goes on")
    func agentIsKilled() async throws {
      var random = SeededGenerator(seed: seed)
      for version in 2...7 {
        // Three times amid the payload, three times in or behind what follows it.
        let bytes = version <= 4 ? Int.random(in: 0..<8192, using: &random) : 8192
        let check = try await begin(version, bytes: bytes)
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &random)))
        agent.kill()
        let status = check.waitForExit()
        let found = try installed()
        #expect(found == payload(version - 1) || found == payload(version))
        // What the application was told is so.
        if status == 0 { #expect(found == payload(version)) }
        if bytes < 8192 {
          #expect(status == 1)
          #expect(found == payload(version - 1))
        }
        try await agent.restart()
        #expect(try installed() == found)
        try expectRecovery(to: version)
      }
    }

    @Test("an agent whose broker is killed is free for the next one")
    func brokerIsKilled() async throws {
      var random = SeededGenerator(seed: seed)
      for version in 2...4 {
        let check = try await begin(version, bytes: Int.random(in: 0..<8192, using: &random))
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &random)))
        deployment.broker?.end(SIGKILL)
        #expect(check.waitForExit() == 1)
        #expect(try installed() == payload(version - 1))
        try await deployment.startBroker(link: agent.link)
        try expectRecovery(to: version)
      }
    }
  }
}
