import BoardTools
import Foundation
import Testing

struct MemoryMapTests {
  @Test("the regions of the micro:bit: 256 KiB of flash, 16 KiB of RAM (nRF51822 QFAA)")
  func microbit() throws {
    let memory = try BoardFolder("microbit").memoryMap()
    #expect(memory.code == 0..<0x19000)
    #expect(memory.store == 0x19000..<0x40000)
    #expect(memory.ram == 0x2000_0000..<0x2000_4000)
    #expect(memory.flashSize == 262_144)
  }

  @Test("a linker script without a region, or with regions that overlap, is refused with its name")
  func refusesOtherScripts() throws {
    let code = "CODE (rx) : ORIGIN = 0, LENGTH = 8K\n"
    let ram = "RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 1024\n"
    #expect(throws: BoardToolError("a.ld: MEMORY must have the regions CODE, STORE and RAM")) {
      try MemoryMap(linkerScript: code + ram, name: "a.ld")
    }
    #expect(throws: BoardToolError("b.ld: CODE must begin at 0 and end before STORE")) {
      try MemoryMap(linkerScript: code + ram + "STORE (r) : ORIGIN = 0x1000, LENGTH = 4K", name: "b.ld")
    }
  }

  @Test("a board's README says of its memory what its linker script does", arguments: BoardFolder.names)
  func readme(board: String) throws {
    let folder = try BoardFolder(board)
    let memory = try folder.memoryMap()
    let text = try String(contentsOfFile: "\(folder.path)/README.md", encoding: .utf8)
    for (name, region) in [("CODE", memory.code), ("STORE", memory.store), ("RAM", memory.ram)] {
      let digits = String(UInt32(region.lowerBound), radix: 16, uppercase: true)
      let address = String(repeating: "0", count: 8 - digits.count) + digits
      let row = "| \(name) | `0x\(address.prefix(4))_\(address.suffix(4))` | \(region.count / 1024) KiB |"
      #expect(text.contains(row), "\(row)")
    }
  }
}
