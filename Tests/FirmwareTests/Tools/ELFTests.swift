import Testing

@testable import BoardTools

/// TIS ELF Specification 1.2.
struct ELFTests {
  private static let sample = SampleELF(
    sections: [
      .init(name: ".text", address: 0, contents: [0x70, 0xB5, 0x00, 0xBD]),
      .init(
        name: ".stack", address: 0x2000_0000, contents: .init(repeating: 0, count: 64), hasContents: false),
      .init(name: ".data", address: 0x2000_0040, contents: [1, 2, 3, 4, 5, 6, 7, 8]),
      .init(name: ".bss", address: 0x2000_0048, contents: .init(repeating: 0, count: 20), hasContents: false),
    ],
    symbols: [
      .init(name: "main", value: 1, size: 4), .init(name: "counter", value: 0x2000_0048, size: 4, kind: 1),
    ], loadAddresses: [2: 4])

  private let memory: MemoryMap

  init() throws {
    memory = try MemoryMap(
      linkerScript: """
        CODE (rx) : ORIGIN = 0x0, LENGTH = 4K
        STORE (r) : ORIGIN = 0x1000, LENGTH = 4K
        RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 1K
        """, name: "sample.ld")
  }

  @Test("sections, segments and symbols are read; bit 0 of a function's value is no part of its address")
  func reads() throws {
    let elf = try ELFFile(bytes: Self.sample.bytes, path: "sample")
    #expect(elf.section(".data")?.address == 0x2000_0040)
    #expect(elf.section(".bss")?.size == 20)
    #expect(elf.segments.map(\.loadAddress) == [0, 4])
    #expect(try elf.address(of: "main") == 0)
    #expect(try elf.address(of: "counter") == 0x2000_0048)
    #expect(elf.word(at: 0) == 0xBD00_B570)
    #expect(elf.word(at: 0x2000_0044) == 0x0807_0605)
    #expect(elf.word(at: 2) == nil)
    #expect(throws: BoardToolError("sample has no symbol absent")) { try elf.address(of: "absent") }
  }

  @Test("text, variables and the stack are told apart by where they lie")
  func sizes() throws {
    let elf = try ELFFile(bytes: Self.sample.bytes, path: "sample")
    #expect(
      FirmwareSizes(elf, memory: memory) == FirmwareSizes(text: 4, data: 8, bss: 20, reservedStack: 64))
  }

  @Test("a file that is cut short anywhere is refused with its name, and never trapped on")
  func refusesEveryTruncation() throws {
    let bytes = Self.sample.bytes
    for count in bytes.indices {
      #expect(throws: BoardToolError.self) {
        _ = try ELFFile(bytes: Array(bytes[..<count]), path: "sample")
      }
    }
    #expect(throws: BoardToolError("script is no 32-bit little-endian ELF file")) {
      try ELFFile(bytes: Array("#!/bin/sh\nexit\n".utf8), path: "script")
    }
  }

  @Test(
    "the names of a heap are found among the symbols",
    arguments: [
      "posix_memalign", "free", "malloc", "arc4random_buf", "putchar", "swift_once", "swift_slowAlloc",
      "swift_allocObject", "__atomic_load_4", "__sync_val_compare_and_swap_4",
    ])
  func findsHeapSymbols(name: String) throws {
    var sample = Self.sample
    #expect(HeapSymbols.found(in: try ELFFile(bytes: sample.bytes, path: "sample").symbols) == [])
    sample.symbols.append(.init(name: name, value: 3))
    #expect(HeapSymbols.found(in: try ELFFile(bytes: sample.bytes, path: "sample").symbols) == [name])
  }

  @Test("an image holds segments where they are loaded, the store in its place, and 0xFF elsewhere")
  func makesImage() throws {
    let elf = try ELFFile(bytes: Self.sample.bytes, path: "sample")
    let image = try FlashImage(elf, store: [0xAB, 0xCD], memory: memory)
    #expect(Array(image.bytes.prefix(13)) == [0x70, 0xB5, 0x00, 0xBD, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF])
    #expect(Array(image.store.prefix(3)) == [0xAB, 0xCD, 0xFF])
    #expect(image.bytes.count == 8192)
    #expect(image.bytes[12..<4096].allSatisfy { $0 == 0xFF })
  }

  @Test("what does not fit is refused in a sentence")
  func refusesWhatDoesNotFit() throws {
    let elf = try ELFFile(bytes: Self.sample.bytes, path: "sample")
    #expect(throws: BoardToolError("the store holds 4097 bytes, and the board has room for 4096")) {
      try FlashImage(elf, store: .init(repeating: 0, count: 4097), memory: memory)
    }
    var sample = Self.sample
    sample.loadAddresses[2] = 4092
    let large = try ELFFile(bytes: sample.bytes, path: "large")
    #expect(throws: BoardToolError("large does not fit: it loads up to 4100, outside of CODE")) {
      try FlashImage(large, memory: memory)
    }
    #expect(throws: BoardToolError("saved.bin holds 3 bytes; a flash image has 8192")) {
      try FlashImage(bytes: [1, 2, 3], memory: memory, name: "saved.bin")
    }
  }
}
