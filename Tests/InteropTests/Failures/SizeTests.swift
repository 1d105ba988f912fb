import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Messages that do not fit.
  struct SizeTests {
    @Test("an Update that the device cannot hold is an Error at the TAM, and does not bar the way for others")
    func refusesLargeMessages() async throws {
      let deployment = try await Deployment()
      let agent = try await AgentProcess(deployment, flash: deployment.provision())
      let hello = Array("Hello, Secure World!".utf8)
      try deployment.enrol()
      try deployment.publishIntegrated("large", [UInt8](repeating: 0x5A, count: 180 << 10))
      try deployment.publishIntegrated("hello", hello)
      try await deployment.startBroker(link: agent.link)
      let refused = try deployment.ask("request", "TEEP-Device/large")
      #expect(refused.status == 1)
      #expect(
        refused.errors == """
          Error: TEEP-Device/large was not installed: the session with the TAM at \(deployment.tamURI) ended with \
          error 1, larger than this agent can hold

          """)
      try await deployment.tam?.waitForOutput("larger than this agent can hold")
      #expect(try deployment.list(agent.storeImage()) == "")
      #expect(try deployment.device().components.isEmpty)

      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try deployment.extract("hello", from: agent.storeImage()) == hello)
      #expect(try deployment.extract("large", from: agent.storeImage()) == nil)
    }
  }
}
