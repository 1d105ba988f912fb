import BoardTestSupport
import StoreTestSupport
import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Payloads of several times the device's RAM, with the firmware in the emulator, whose store has 156 KiB.
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct LargePayloadTests {
    @Test(
      "100 KiB by URI are installed; as long as they are there, 44 KiB in an Update are refused for want of room, and then 48 KiB are not"
    )
    func installsLargePayloads() async throws {
      let deployment = try await Deployment()
      let device = try await DeviceInQEMU(flash: deployment.provision())
      let (map, font, hello) = (
        [UInt8].pattern(100 << 10, 1), [UInt8].pattern(48 << 10, 2), Array("hello".utf8)
      )
      try deployment.enrol()
      try deployment.publish("map", map)
      try deployment.publishIntegrated("font", Array(font.prefix(44 << 10)))
      try deployment.publishIntegrated("hello", hello)
      try await deployment.startBroker(link: device.link)
      var outcome = try deployment.ask("request", "TEEP-Device/map")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try await deployment.extract("map", from: device.storeImage()) == map)

      // There is room for the message, and none for what is in it: the device says so, and goes on.
      outcome = try deployment.ask("request", "TEEP-Device/font")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("ended with error 11, a manifest could not be processed"))
      #expect(try deployment.device().lastFailure?.code == 11)
      outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try await deployment.extract("hello", from: device.storeImage()) == hello)
      #expect(try await deployment.extract("map", from: device.storeImage()) == map)

      try deployment.publishIntegrated("font", version: 2, font)
      try deployment.operate("remove", "TEEP-Device/map")
      outcome = try deployment.ask("check")
      #expect(outcome.status == 0, "\(outcome.errors)")
      outcome = try deployment.ask("request", "TEEP-Device/font")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let image = try await device.storeImage()
      #expect(try deployment.extract("map", from: image) == nil)
      #expect(try deployment.extract("font", from: image) == font)
      #expect(try deployment.extract("hello", from: image) == hello)
      try await device.restart()
      #expect(try await deployment.extract("font", from: device.storeImage()) == font)
    }
  }
}
