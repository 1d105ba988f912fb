import BoardTestSupport
import BoardTools
import Foundation
import TEEPLink
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Devices that make their key themselves.
  struct DeviceKeyTests {
    /// Reads the key, and has the device do a whole job with it.
    private func useKey(of device: some Device, in deployment: Deployment) async throws {
      let read = try deployment.readKey(of: device)
      #expect(read.status == 0, "\(read.errors)")
      let thumbprint = try #require(read.text.firstMatch(of: /thumbprint: ([0-9a-f]{64})\n/)).1
      try await device.restart()
      let again = try deployment.readKey(of: device, to: "again.pub.pem")
      #expect(again.status != 0)
      #expect(again.errors.contains("the device gives no public key out"))
      #expect(!FileManager.default.fileExists(atPath: deployment.folder.path("again.pub.pem")))

      let job = try MainJob(deployment)
      var line = try AgentLine(link: device.link)
      let answers = try await line.checkPolicy(at: deployment.tamURI).map(\.answer).filter { !$0.isEmpty }
      #expect(!answers.isEmpty)
      for answer in answers { #expect(try deployment.verify(answer) == thumbprint) }
      let image = try await device.storeImage()
      try await device.restart()
      try await deployment.startBroker(link: device.link)
      try await job.install(on: device)
      #expect(try await Deployment.privateKey(in: device.storeImage()) == Deployment.privateKey(in: image))
    }

    @Test("teep-agent makes its key at its first start, gives it out once, and works with it")
    func onLinux() async throws {
      let deployment = try await Deployment()
      let store = try deployment.provisionWithoutKey(for: "linux", to: "store.bin")
      try await useKey(of: AgentProcess(deployment, flash: store), in: deployment)
    }

    @Test(
      "the firmware makes its key at its first start, from a store in Intel HEX, gives it out once, and works with it",
      .enabled(if: Products.areAvailable, "\(Products.absence)"))
    func onBoard() async throws {
      let deployment = try await Deployment()
      let file = try deployment.provisionWithoutKey(for: "microbit", to: "store.hex")
      // STORE of boards/microbit/nrf51822.ld.
      let bytes = try IntelHexFile(String(contentsOfFile: file, encoding: .utf8)).contents(
        of: 0x19000..<0x40000)
      let store = try deployment.folder.write(bytes, to: "store.bin")
      let device = try await DeviceInQEMU(flash: store)
      try await useKey(of: device, in: deployment)
      let key = try await SecretKey(name: "agent", bytes: Deployment.privateKey(in: device.storeImage()))
      #expect(try await !key.isIn(device.board.ram()))
    }

    @Test(
      "a board whose noise fails its test makes no key, says so to each call, and does so at its next start",
      .enabled(if: Products.areAvailable, "\(Products.absence)"))
    func unsound() async throws {
      let deployment = try await Deployment()
      let store = try deployment.provisionWithoutKey(for: "microbit", to: "store.bin")
      let provisioned = try [UInt8](Data(contentsOf: URL(fileURLWithPath: store)))
      let firmware = try Products.firmware()
      let board = try EmulatedBoard(Products.board(), firmware: firmware)
      try await board.start()
      // `movs r0, #0` and `bx lr`: the test fails. The store comes with it, so that the first start is one without noise.
      try await board.overwrite(
        [0x00, 0x20, 0x70, 0x47], at: firmware.address(of: "random_passes_health_test"))
      let start = try Products.board().memoryMap().store.lowerBound
      try await board.overwrite(Array(provisioned[..<8192]), at: start)
      try await board.cyclePower()
      var client = LinkClient(try SerialConnection(path: board.link))
      for call in [LinkCall.status, .requestPolicyCheck, .processTEEPMessage, .readKey] {
        // 9 is AgentCallFailure.unsoundRandomSource.
        #expect(try await client.call(call, .init(repeating: 7, count: 3000)).outcome == .failure(9))
      }
      let held = try await Array(board.flash().store)
      #expect(held[..<8192] == provisioned[..<8192])
      try await board.start(store: held)
      client = LinkClient(try SerialConnection(path: board.link))
      #expect(try await client.call(.readKey).message.count == 75)
    }
  }
}
