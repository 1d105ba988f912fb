import TEEPTestSupport
import Testing

extension WholeTests {
  /// A TAM that is not there.
  struct AbsenceTests {
    @Test("a TAM that is down is said to be so, and is found again when it is up")
    func findsTAMAgain() async throws {
      let deployment = try await Deployment()
      let agent = try await AgentProcess(deployment, flash: deployment.provision())
      let hello = Array("Hello, Secure World!".utf8)
      try deployment.enrol()
      try deployment.publishIntegrated("hello", hello)
      // One attempt a session, so that the broker neither tries again nor leaves the TAM alone for a while.
      try await deployment.startBroker(link: agent.link, ["--set", "retries.attempts=1"])
      deployment.tam?.end()
      let sentence = "Error: the TAM at \(deployment.tamURI) cannot be reached (Connection refused)\n"
      for _ in 1...2 {
        let outcome = try deployment.ask("request", "TEEP-Device/hello")
        #expect(outcome.status == 1)
        #expect(outcome.errors == sentence)
      }
      try await deployment.startTAM()
      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try deployment.extract("hello", from: agent.storeImage()) == hello)
    }
  }
}
