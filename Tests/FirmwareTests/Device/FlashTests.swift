import BoardTools
import Testing

extension DeviceTests {
  /// nRF51 Reference Manual, section 6, and the linker script of the board.
  struct FlashTests {
    @Test("programming clears bits and sets none; erasing sets all of its page and nothing beside it")
    func behavesAsNORFlash() async throws {
      let device = try await SelfTestBoard()
      #expect(try await device.storeWord(at: 1024) == 0xFFFF_FFFF)
      for offset in [1020, 1024, 2044, 2048] as [UInt32] {
        #expect(try await device.program(0xF0F0_F0F0, at: offset))
      }
      #expect(try await device.program(0x0FF0_0FF0, at: 1024))
      #expect(try await device.storeWord(at: 1024) == 0x00F0_00F0)

      #expect(try await device.erase(at: 1024))
      #expect(try await device.storeWord(at: 1020) == 0xF0F0_F0F0)
      #expect(try await device.storeWord(at: 1024) == 0xFFFF_FFFF)
      #expect(try await device.storeWord(at: 2044) == 0xFFFF_FFFF)
      #expect(try await device.storeWord(at: 2048) == 0xF0F0_F0F0)
    }

    @Test("the store is the flash from 80 KiB on, and its last word and page can be used")
    func coversTheStore() async throws {
      let device = try await SelfTestBoard()
      let size = UInt32(
        littleEndian: Array(try await device.ask("r", UInt32(0).littleEndianBytes, count: 8)[..<4]))
      #expect(size == 156 * 1024)
      #expect(try await device.program(0x1234_5678, at: 0))
      #expect(try await device.erase(at: size - 1024))
      #expect(try await device.program(0x9ABC_DEF0, at: size - 4))
      let flash = try await device.board.flash().bytes
      #expect(Array(flash[(100 * 1024)..<(100 * 1024 + 4)]) == [0x78, 0x56, 0x34, 0x12])
      #expect(Array(flash.suffix(4)) == [0xF0, 0xDE, 0xBC, 0x9A])
    }

    @Test(
      "an operation outside of the store or between its words fails and changes nothing",
      arguments: [156 * 1024, UInt32.max - 3, 1, 2, 0x8000_0000] as [UInt32])
    func refusesOtherPlaces(offset: UInt32) async throws {
      let device = try await SelfTestBoard(store: [UInt8](repeating: 0xA5, count: 2048))
      let before = try await device.board.flash()
      #expect(try await !device.program(0, at: offset))
      #expect(try await !device.erase(at: offset))
      #expect(try await !device.erase(at: 512))
      #expect(try await device.board.flash() == before)
    }

    @Test("what flash holds is there after a power cut; the operation that power was taken before is not")
    func keepsItsContents() async throws {
      var device = try await SelfTestBoard(store: [1, 2, 3, 4])
      try await device.board.armPowerCut()
      // Three operations are asked for at once; the machine stops before the third one.
      for offset in [8, 12, 16] as [UInt32] {
        try await device.line.send(
          Array("p".utf8) + offset.littleEndianBytes + UInt32(0xCAFE_F00D).littleEndianBytes)
      }
      try await device.board.waitForFlashOperation(3, within: .seconds(30))
      try await device.cyclePower()
      #expect(try await device.word("b") == 0)
      #expect(try await device.storeWord(at: 0) == 0x0403_0201)
      #expect(try await device.storeWord(at: 8) == 0xCAFE_F00D)
      #expect(try await device.storeWord(at: 12) == 0xCAFE_F00D)
      #expect(try await device.storeWord(at: 16) == 0xFFFF_FFFF)
    }
  }
}
