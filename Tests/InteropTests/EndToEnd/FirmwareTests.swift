import BoardTestSupport
import TEEPTestSupport
import Testing

extension WholeTests {
  /// With the firmware in the emulator.
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct FirmwareTests {
    @Test(
      "two components are installed, outlast a loss of power, and are removed again, in both cipher suites",
      arguments: CipherSuite.allCases)
    func installsAndRemoves(cipherSuite: CipherSuite) async throws {
      let deployment = try await Deployment(cipherSuite)
      let device = try await DeviceInQEMU(flash: deployment.provision(), board: cipherSuite.board)
      let job = try MainJob(deployment)
      try await deployment.startBroker(link: device.link)
      try await job.install(on: device)
      try await device.restart()
      try await job.expectInstalled(on: device)
      let again = try deployment.ask("request", "TEEP-Device/sensor")
      #expect(again.text == "TEEP-Device/sensor is installed already\n", "\(again.errors)")
      try await job.remove(from: device)
    }

    @Test("a lower sequence number is refused after a loss of power too")
    func remembersSequenceNumbers() async throws {
      let replay = try await Replay { try await DeviceInQEMU(flash: $0.provision()) }
      try await replay.device.restart()
      try await replay.expectFirstRefused()
      try await replay.expectSecondChangesNothing()
    }
  }
}
