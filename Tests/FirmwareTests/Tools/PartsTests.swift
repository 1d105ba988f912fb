import BoardTestSupport
import Testing

@testable import BoardTools

struct PartsTests {
  private typealias Entry = TextAttribution.Entry

  /// Two bytes of the symbol `name`, which begins at 16 times `number`.
  private func piece(_ name: String?, _ number: Int = 1, kind: Int = 2) -> TextPiece {
    let symbol = name.map { ELFSymbol(name: $0, value: number * 16, size: 8, kind: kind, section: 1) }
    return TextPiece(address: number * 16, count: 2, symbol: symbol, names: Set([name].compactMap(\.self)))
  }

  private func frame(_ function: String, _ file: String) -> SourceFrame {
    SourceFrame(function: function, file: file)
  }

  @Test("inlined code belongs to the innermost file of the package, be it in the Swift library there")
  func followsInlining() {
    let frames = [
      frame("subscript", "/build/swift/stdlib/public/core/Span.swift"),
      frame("head", "/any/where/Sources/TEEPCodec/CBOR/CBORReader.swift"),
      frame("answer", "/any/where/Sources/TEEPAgent/Protocol/Agent.swift"),
    ]
    let attribution = TextAttribution([piece("answer")], frames: [frames], dataFiles: [:])
    #expect(
      attribution.entries == [
        Entry(part: .codec, source: "Sources/TEEPCodec/CBOR/CBORReader.swift", count: 2)
      ])
  }

  @Test("what the compiler made up belongs to where most of its function comes from")
  func followsTheFunction() {
    let pieces = Array(repeating: piece("write"), count: 4) + [piece("read", 2)]
    let attribution = TextAttribution(
      pieces,
      frames: [
        [frame("write", "Sources/TEEPAgent/Store/Commit.swift")],
        [frame("write", "Sources/TEEPAgent/Store/Commit.swift")],
        [frame("write", "Sources/TEEPCodec/CBOR/CBORHead.swift")],
        [frame("write", "/<compiler-generated>")],
        [frame("read", "Sources/TEEPAgent/SUIT/SUITProcessor.swift")],
      ], dataFiles: [:])
    #expect(attribution.total == 10)
    #expect(attribution.count(of: .store) == 6)
    #expect(attribution.count(of: .codec) == 2)
    #expect(attribution.count(of: .suitProcessor) == 2)
  }

  @Test("lines of a function that was left out of the program do not count for the one at its address")
  func ignoresDeadLines() {
    let attribution = TextAttribution(
      [piece("vectors", kind: 1)], frames: [[frame("dead", "Sources/TEEPLink/Frame/FrameBuffer.swift")]],
      dataFiles: [16: "/any/where/Embedded/CBoard/vectors.c"])
    #expect(
      attribution.entries == [Entry(part: .drivers, source: "Embedded/CBoard/vectors.c", count: 2)])
  }

  @Test(
    "data without a line belongs to the module that its symbol names",
    arguments: [
      ("$e9TEEPCodec11TEEPNumbersV5finalACvpZ", FirmwarePart.codec, "data of TEEPCodec"),
      (".Lswitch.table.$e8TEEPLink9FrameKindO", .link, "data of TEEPLink"),
      ("$es17FixedWidthIntegerPsE", .swiftRuntime, "Swift"), ("mystery", .other, "mystery"),
    ])
  func followsSymbols(name: String, part: FirmwarePart, source: String) {
    let attribution = TextAttribution([piece(name, kind: 1)], frames: [[]], dataFiles: [:])
    #expect(attribution.entries == [Entry(part: part, source: source, count: 2)])
  }

  @Test("a folder's name counts as a whole, and TEEPAgent's folders are parts of their own")
  func tellsFoldersApart() {
    #expect(FirmwarePart.source("/x/Sources/TEEPAgent/Store/Slot.swift")?.part == .store)
    #expect(FirmwarePart.source("/x/Sources/TEEPAgent/Ports/Flash.swift")?.part == .agentProtocol)
    #expect(FirmwarePart.source("/x/Embedded/CRuntime/memory.c")?.part == .cRuntime)
    #expect(FirmwarePart.source("/x/.sources/bearssl/src/int/i15_add.c")?.part == .crypto)
    #expect(FirmwarePart.source("/x/NotEmbedded/file.c") == nil)
  }

  @Test("the table's rows add up to its last one")
  func printsRows() {
    let pieces = [piece("crc", 1), piece("crc", 1), piece(nil, 2)]
    let line = [frame("crc", "Sources/TEEPLink/Frame/FrameBuffer.swift")]
    let attribution = TextAttribution(pieces, frames: [line, line, []], dataFiles: [:])
    #expect(
      attribution.table(files: true) == """
        | part | bytes |
        |---|---:|
        | link | 4 |
        | · Sources/TEEPLink/Frame/FrameBuffer.swift | 4 |
        | other | 2 |
        | · texts, tables and padding without a symbol | 2 |
        | in all | 6 |
        """)
  }

  @Test(
    "of a firmware that was built, every byte of text is in one part, and nearly all have a source",
    .enabled(if: Products.areAvailable, "\(Products.absence)"))
  func addsUp() throws {
    let elf = try Products.selfTest()
    let memory = try Products.board().memoryMap()
    let attribution = try TextAttribution(elf, memory: memory)
    #expect(attribution.total == FirmwareSizes(elf, memory: memory).text)
    #expect(attribution.count(of: .drivers) + attribution.count(of: .cRuntime) > attribution.total / 2)
    #expect(attribution.count(of: .other) < attribution.total / 20)
    #expect(attribution.entries.contains { $0.source == "Embedded/SelfTest/Arithmetic.swift" })
    #expect(attribution.entries.contains { $0.source == "Embedded/CRuntime/division.c" })
  }
}
