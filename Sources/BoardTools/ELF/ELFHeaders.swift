/// The tables of an ELF file (TIS ELF Specification 1.2, book I).
struct ELFHeaders {
  private let bytes: ELFBytes

  init(_ bytes: ELFBytes) {
    self.bytes = bytes
  }

  /// The entries of the program header that are loaded.
  func segments() throws(BoardToolError) -> [ELFSegment] {
    let start = try bytes.word(28)
    let size = try bytes.half(42)
    let count = try bytes.half(44)
    let loadable = 1
    try bytes.require(start..<start + count * size)
    var segments: [ELFSegment] = []
    for entry in (0..<count).map({ start + $0 * size }) {
      guard try bytes.word(entry) == loadable else { continue }
      let offset = try bytes.word(entry + 4)
      let address = try bytes.word(entry + 8)
      segments.append(
        ELFSegment(
          contents: offset..<offset + (try bytes.word(entry + 16)),
          addresses: address..<address + (try bytes.word(entry + 20)),
          loadAddress: try bytes.word(entry + 12)))
    }
    return segments
  }

  func sections() throws(BoardToolError) -> [ELFSection] {
    let start = try bytes.word(32)
    let size = try bytes.half(46)
    let count = try bytes.half(48)
    try bytes.require(start..<start + count * size)
    let names = start + (try bytes.half(50)) * size
    let nameTable = try bytes.word(names + 16)
    let nameTableEnd = nameTable + (try bytes.word(names + 20))
    var sections: [ELFSection] = []
    for entry in (0..<count).map({ start + $0 * size }) {
      sections.append(
        ELFSection(
          name: try bytes.text(nameTable + (try bytes.word(entry)), before: nameTableEnd),
          kind: try bytes.word(entry + 4), flags: try bytes.word(entry + 8),
          address: try bytes.word(entry + 12), offset: try bytes.word(entry + 16),
          size: try bytes.word(entry + 20), link: try bytes.word(entry + 24)))
    }
    return sections
  }

  func symbols(in sections: [ELFSection]) throws(BoardToolError) -> [ELFSymbol] {
    let entrySize = 16
    var symbols: [ELFSymbol] = []
    for table in sections where table.kind == ELFSection.symbolTable {
      guard sections.indices.contains(table.link) else { continue }
      let names = sections[table.link]
      for entry in stride(from: table.offset, to: table.offset + table.size, by: entrySize) {
        symbols.append(
          ELFSymbol(
            name: try bytes.text(
              names.offset + (try bytes.word(entry)), before: names.offset + names.size),
            value: try bytes.word(entry + 4), size: try bytes.word(entry + 8),
            kind: try bytes.byte(entry + 12) & 15, section: try bytes.half(entry + 14)))
      }
    }
    return symbols
  }
}
