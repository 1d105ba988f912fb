import BoardTools
import Testing

extension DeviceTests {
  /// The reasons are those of `RestartReason` in `Embedded/NRF51`.
  struct RestartTests {
    @Test("the device says that power came on")
    func startsWithPower() async throws {
      #expect(try await SelfTestBoard().word("b") == 0)
    }

    @Test("a restart that the program asks for keeps the flash, and has its reason")
    func restartsOnRequest() async throws {
      let device = try await SelfTestBoard()
      #expect(try await device.program(0x600D_F00D, at: 4096))
      try await device.restart("s")
      #expect(try await device.word("b") == 3)
      #expect(try await device.storeWord(at: 4096) == 0x600D_F00D)
    }

    @Test(
      "an address without memory, an index out of bounds and a stack that is used up end in a restart",
      arguments: [("f", []), ("i", [4]), ("o", [0])] as [(Character, [UInt8])])
    func restartsAfterFault(command: Character, arguments: [UInt8]) async throws {
      let device = try await SelfTestBoard()
      #expect(try await device.program(0x600D_F00D, at: 4096))
      try await device.restart(command, arguments)
      #expect(try await device.word("b") == 1)
      #expect(try await device.storeWord(at: 4096) == 0x600D_F00D)
    }

    @Test("an index within bounds does not restart the device")
    func servesAnIndexWithinBounds() async throws {
      let device = try await SelfTestBoard()
      #expect(try await device.ask("i", [3], count: 1) == [4])
    }
  }
}
