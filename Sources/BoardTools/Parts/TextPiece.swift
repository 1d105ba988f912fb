/// Two bytes of a firmware's text, the size of the shortest instruction, or what is left at a section's end.
struct TextPiece: Sendable {
  let address: Int
  let count: Int
  /// The symbol whose bytes they are.
  let symbol: ELFSymbol?
  /// All symbols of the same address; the linker may have found functions equal.
  let names: Set<String>

  /// The pieces of all that lies in the board's region of code.
  static func all(in elf: ELFFile, memory: MemoryMap) -> [TextPiece] {
    let symbols = elf.symbols.filter { $0.isDefined && $0.size > 0 && memory.code.contains($0.address) }
    let names = Dictionary(grouping: symbols, by: \.address).mapValues { Set($0.map(\.name)) }
    let sorted = symbols.sorted { $0.address < $1.address }
    var pieces: [TextPiece] = []
    for section in elf.sections where section.isAllocated && memory.code.contains(section.address) {
      let end = section.address + section.size
      var next = 0
      for address in stride(from: section.address, to: end, by: 2) {
        while next < sorted.count, sorted[next].address <= address { next += 1 }
        // The last symbol that begins before and still goes on: symbols of one address have one size.
        let holder = sorted[..<next].last.flatMap { $0.address + $0.size > address ? $0 : nil }
        pieces.append(
          TextPiece(
            address: address, count: min(2, end - address), symbol: holder,
            names: holder.flatMap { names[$0.address] } ?? []))
      }
    }
    return pieces
  }
}
