import BoardTestSupport
import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// The TAM demands evidence, checks it itself, and is the only one who can read it.
  struct AttestationTests {
    @Test(
      "devices that prove what they are get what is published, in both cipher suites",
      arguments: CipherSuite.allCases)
    func onLinux(cipherSuite: CipherSuite) async throws {
      let deployment = try await Deployment(cipherSuite, attestation: .device)
      try await run(deployment, on: AgentProcess(deployment, flash: deployment.provisionAttested()))
    }

    @Test(
      "so does the firmware of the board that has all that agents can do, in both cipher suites",
      .enabled(if: Products.areAvailable, "\(Products.absence)"), arguments: CipherSuite.allCases)
    func onBoard(cipherSuite: CipherSuite) async throws {
      let deployment = try await Deployment(cipherSuite, attestation: .device)
      let flash = try deployment.provisionAttested()
      try await run(deployment, on: DeviceInQEMU(flash: flash, board: CipherSuite.ed25519.board))
    }

    private func run(_ deployment: Deployment, on device: some Device) async throws {
      let job = try MainJob(deployment)
      try await deployment.startBroker(link: device.link)
      try await job.install(on: device)
      let attestation = try deployment.device().attestation
      #expect(attestation?.trustedUntil != nil)
      #expect(attestation?.problem == nil)
      try await job.remove(from: device)
    }

    @Test("a device whose attestation key a certificate authority vouches for gets what is published")
    func certified() async throws {
      let deployment = try await Deployment(attestation: .certifiedDevice)
      let agent = try await AgentProcess(deployment, flash: deployment.provisionAttested())
      try deployment.operate(
        "enroll", "--device-key", deployment.folder.path("agent.pub.pem"), "--name", "device", "--ueid",
        Deployment.ueid)
      try deployment.publishIntegrated("hello", Array("hello".utf8))
      try await deployment.startBroker(link: agent.link)
      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try deployment.extract("hello", from: agent.storeImage()) == Array("hello".utf8))
      #expect(try deployment.device().attestation?.trustedUntil != nil)
    }

    @Test("evidence of another key than the enrolled one is refused, and nothing is installed")
    func refusesStrangeEvidence() async throws {
      let deployment = try await Deployment(attestation: .device)
      let agent = try await AgentProcess(deployment, flash: deployment.provisionAttested())
      try deployment.enrol(attestedBy: "stranger")
      try deployment.publishIntegrated("hello", Array("hello".utf8))
      try await deployment.startBroker(link: agent.link)
      #expect(try deployment.ask("request", "TEEP-Device/hello").status == 1)
      #expect(try deployment.list(agent.storeImage()) == "")
      let attestation = try deployment.device().attestation
      #expect(attestation?.trustedUntil == nil)
      #expect(attestation?.problem != nil)
    }

    @Test("who relays evidence cannot read in it which device it is")
    func hidesEvidence() async throws {
      let deployment = try await Deployment(attestation: .device)
      let agent = try await AgentProcess(deployment, flash: deployment.provisionAttested())
      try deployment.enrol(attestedBy: "attestation")
      try deployment.publishIntegrated("hello", Array("hello".utf8))
      var line = try AgentLine(agent)
      let exchanges = try await line.request(from: deployment.tamURI)
      #expect(try deployment.device().attestation?.trustedUntil != nil)
      let ueid = [UInt8](hexadecimal: Deployment.ueid)
      #expect(exchanges.allSatisfy { $0.answer.firstRange(of: ueid) == nil })
      #expect(try deployment.extract("hello", from: agent.storeImage()) == Array("hello".utf8))
    }

    @Test(
      "a TAM that has to be attested installs something once a verifier that the device trusts speaks for it",
      arguments: [("verifier", true), ("stranger", false)])
    func attestsTAM(verifierKey: String, isTrusted: Bool) async throws {
      let deployment = try await Deployment(attestation: .tam(verifierKey: verifierKey))
      let agent = try await AgentProcess(deployment, flash: deployment.provisionAttested())
      try deployment.enrol()
      try deployment.publishIntegrated("hello", Array("hello".utf8))
      try await deployment.startBroker(link: agent.link)
      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == (isTrusted ? 0 : 1), "\(outcome.errors)")
      #expect(
        try deployment.extract("hello", from: agent.storeImage()) == (isTrusted ? Array("hello".utf8) : nil))
    }
  }
}
