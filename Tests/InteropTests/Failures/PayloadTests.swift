import NIOHTTP1
import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Payloads that are not what the manifest says, in place of the one of version 2.
  struct PayloadTests {
    /// How a payload arrives.
    enum Fault: CaseIterable {
      case changed
      case tooShort
      case tooLong
      case cut
      case absent

      func delivery(of payload: [UInt8]) -> PayloadServer.Delivery {
        switch self {
        case .changed: .init(bytes: payload.dropLast() + [payload[payload.count - 1] ^ 1])
        case .tooShort: .init(bytes: payload.dropLast())
        case .tooLong: .init(bytes: payload + [0])
        case .cut: .init(bytes: Array(payload.prefix(5000)), missing: payload.count - 5000, ending: .cut)
        case .absent: .init(status: .notFound)
        }
      }
    }

    @Test(
      "a payload that is not the manifest's is ERR_MANIFEST_PROCESSING_FAILED, and the old version stays")
    func keepsOldVersion() async throws {
      let deployment = try await Deployment()
      let agent = try await AgentProcess(deployment, flash: deployment.provision())
      let server = try PayloadServer()
      var random = SeededGenerator()
      print("TEEP_SEED=\(random.seed) for payloads")
      let versions = (1...2).map { _ in
        (0..<8192).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      }
      try deployment.enrol()
      server.deliver(.init(bytes: versions[0]))
      try deployment.publish("sensor", version: 1, versions[0], at: server.uri)
      try await deployment.startBroker(link: agent.link)
      #expect(try deployment.ask("request", "TEEP-Device/sensor").status == 0)

      try deployment.publish("sensor", version: 2, versions[1], at: server.uri)
      for fault in Fault.allCases {
        server.deliver(fault.delivery(of: versions[1]))
        let outcome = try deployment.ask("check")
        #expect(outcome.status == 1, "\(fault)")
        #expect(
          outcome.errors == """
            Error: the session with the TAM at \(deployment.tamURI) ended with error 11, a manifest could not be \
            processed

            """, "\(fault)")
        // The broker asks for the rest of what breaks off, as often as its limit of breaks says.
        #expect(server.deliveryCount == (fault == .cut ? 1 + 5 : 1), "\(fault)")
        #expect(try deployment.extract("sensor", from: agent.storeImage()) == versions[0], "\(fault)")
        let known = try deployment.device()
        #expect(known.lastFailure?.code == 11, "\(fault)")
        #expect(known.components.map(\.sequenceNumber) == [1], "\(fault)")
      }
      server.deliver(.init(bytes: versions[1]))
      // After so many payloads in vain the agent first wants to see messages that are authentic: two in each check.
      #expect(try (1...4).contains { _ in try deployment.ask("check").status == 0 })
      #expect(try deployment.extract("sensor", from: agent.storeImage()) == versions[1])
      #expect(try deployment.device().lastFailure == nil)
    }
  }
}
