import Foundation
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Parties that do not know each other.
  struct TrustTests {
    private let hello = Array("Hello, Secure World!".utf8)

    @Test("a TAM whose key the agent does not trust installs nothing (ERR_BAD_CERTIFICATE)")
    func agentRefusesStrangeTAM() async throws {
      let deployment = try await Deployment()
      let agent = try await AgentProcess(deployment, flash: deployment.provision(trusting: "stranger"))
      try deployment.enrol()
      try deployment.publishIntegrated("hello", hello)
      try await deployment.startBroker(link: agent.link)
      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == """
          Error: TEEP-Device/hello was not installed: the session with the TAM at \(deployment.tamURI) ended \
          with error 6, no signature of a TAM that this agent trusts

          """)
      #expect(try deployment.list(agent.storeImage()) == "")
    }

    @Test("a device that is not enrolled is answered with 204 and installs nothing")
    func tamRefusesStrangeDevice() async throws {
      let deployment = try await Deployment()
      let agent = try await AgentProcess(deployment, flash: deployment.provision())
      try deployment.publishIntegrated("hello", hello)
      do {
        var line = try AgentLine(agent)
        let exchanges = try await line.request(from: deployment.tamURI)
        #expect(exchanges.map(\.status) == [200, 204])
        #expect(exchanges.last?.received == [])
      }
      try await deployment.startBroker(link: agent.link)
      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix("Error: TEEP-Device/hello was not installed: the TAM at "))
      #expect(try deployment.list(agent.storeImage()) == "")
      try await deployment.tam?.waitForOutput("dropped a message: ")
      #expect(deployment.tam?.output.components(separatedBy: "dropped a message: ").count == 3)

      try deployment.enrol()
      #expect(try deployment.ask("request", "TEEP-Device/hello").status == 0)
      #expect(try deployment.extract("hello", from: agent.storeImage()) == hello)
    }
  }
}
