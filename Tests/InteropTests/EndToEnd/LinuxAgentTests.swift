import Testing

extension WholeTests {
  /// With `teep-agent`: mbed TLS at the device, swift-crypto at the TAM.
  struct LinuxAgentTests {
    @Test(
      "two components are installed, reported and removed again, with the keys of either tool and in both cipher suites",
      arguments: KeyMaker.allCases, CipherSuite.allCases)
    func installsAndRemoves(keys: KeyMaker, cipherSuite: CipherSuite) async throws {
      let deployment = try await Deployment(keys: keys, cipherSuite)
      let agent = try await AgentProcess(deployment, flash: deployment.provision())
      let job = try MainJob(deployment)
      try await deployment.startBroker(link: agent.link)
      try await job.install(on: agent)
      try await job.remove(from: agent)
    }
  }
}
