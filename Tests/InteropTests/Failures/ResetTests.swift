import BoardTestSupport
import TEEPTestSupport
import Testing

extension WholeTests {
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct ResetTests {
    @Test("a board that is reset at any moment of an exchange: the broker says so, and goes on")
    func boardIsReset() async throws {
      var random = SeededGenerator()
      print("TEEP_SEED=\(random.seed)")
      let deployment = try await Deployment()
      let device = try await DeviceInQEMU(flash: deployment.provision())
      try deployment.enrol()
      try deployment.publishIntegrated("hello", [0])
      try await deployment.startBroker(link: device.link)
      #expect(try deployment.ask("request", "TEEP-Device/hello").status == 0)
      for version in 2...6 {
        let payload = (0..<1000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try deployment.publishIntegrated("hello", version: version, payload)
        let check = try deployment.start("teep-broker", ["check"] + deployment.api)
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...600, using: &random)))
        try device.reset()
        // Where it was reset in one of the broker's calls, that one has failed.
        if check.waitForExit() != 0 { #expect(check.output.contains("restarted during the call")) }
        let outcome = try deployment.ask("check")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await deployment.extract("hello", from: device.storeImage()) == payload)
        let restarts = try deployment.ask("status").text.firstMatch(of: /restarts +([0-9]+)/)
        #expect(restarts?.1 == "\(version - 1)")
      }
    }
  }
}
