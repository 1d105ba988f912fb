/// A small ELF file, put together by hand after the TIS ELF Specification 1.2.
struct SampleELF {
  struct Section {
    var name: String
    var address: UInt32
    /// Of a section without contents, only the count matters.
    var contents: [UInt8]
    var hasContents = true
  }

  struct Symbol {
    var name: String
    var value: UInt32
    var size: UInt32 = 0
    /// 2 is a function.
    var kind: UInt8 = 2
  }

  var sections: [Section]
  var symbols: [Symbol] = []
  /// Where the bytes of the n-th section are stored, if not where they are seen.
  var loadAddresses: [Int: UInt32] = [:]

  var bytes: [UInt8] {
    let header = 52
    let programEntry = 32
    let loaded = sections.indices.filter { sections[$0].hasContents }
    var body: [UInt8] = []
    let bodyStart = header + programEntry * loaded.count

    func add(_ bytes: [UInt8]) -> UInt32 {
      defer { body += bytes + [UInt8](repeating: 0, count: -bytes.count & 3) }
      return UInt32(bodyStart + body.count)
    }

    let offsets = sections.map { add($0.hasContents ? $0.contents : []) }
    let symbolNames = Strings(symbols.map(\.name))
    var symbolTable = [UInt8](repeating: 0, count: 16)
    for (index, symbol) in symbols.enumerated() {
      let words = [symbolNames.offsets[index], symbol.value, symbol.size]
      symbolTable += words.flatMap(\.littleEndianBytes) + [symbol.kind, 0, 1, 0]
    }
    let sectionNames = Strings(sections.map(\.name) + [".symtab", ".strtab", ".shstrtab"])
    let count = UInt32(sections.count)
    var table = [UInt32](repeating: 0, count: 10)
    for (index, section) in sections.enumerated() {
      table += [
        sectionNames.offsets[index], section.hasContents ? 1 : 8, 2, section.address, offsets[index],
        UInt32(section.contents.count), 0, 0, 4, 0,
      ]
    }
    let tail = sectionNames.offsets.suffix(3).map(\.self)
    table += [tail[0], 2, 0, 0, add(symbolTable), UInt32(symbolTable.count), count + 2, 1, 4, 16]
    table += [tail[1], 3, 0, 0, add(symbolNames.bytes), UInt32(symbolNames.bytes.count), 0, 0, 1, 0]
    table += [tail[2], 3, 0, 0, add(sectionNames.bytes), UInt32(sectionNames.bytes.count), 0, 0, 1, 0]
    let sectionTable = add(table.flatMap(\.littleEndianBytes))

    let programs = loaded.flatMap { index -> [UInt32] in
      let size = UInt32(sections[index].contents.count)
      let address = sections[index].address
      return [1, offsets[index], address, loadAddresses[index] ?? address, size, size, 5, 4]
    }
    let identification: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1] + [UInt8](repeating: 0, count: 9)
    let kind: [UInt16] = [2, 40]
    let places: [UInt32] = [1, 0, UInt32(header), sectionTable, 0]
    let counts = [52, 32, UInt16(loaded.count), 40, UInt16(count) + 4, UInt16(count) + 3]
    var fields = kind.flatMap(\.littleEndianBytes)
    fields += places.flatMap(\.littleEndianBytes)
    fields += counts.flatMap(\.littleEndianBytes)
    return identification + fields + programs.flatMap(\.littleEndianBytes) + body
  }

  /// Names one after the other, each with a zero at its end, behind an empty one.
  private struct Strings {
    var bytes: [UInt8] = [0]
    var offsets: [UInt32] = []

    init(_ names: [String]) {
      for name in names {
        offsets.append(UInt32(bytes.count))
        bytes += Array(name.utf8) + [0]
      }
    }
  }
}
