/// A linked ELF file for a 32-bit little-endian machine (TIS ELF Specification 1.2).
public struct ELFFile: Sendable {
  public let path: String
  public let sections: [ELFSection]
  public let segments: [ELFSegment]
  public let symbols: [ELFSymbol]
  let bytes: ELFBytes

  public init(path: String) throws(BoardToolError) {
    try self.init(bytes: Files.read(path), path: path)
  }

  public init(bytes contents: [UInt8], path: String) throws(BoardToolError) {
    let bytes = ELFBytes(contents, path: path)
    guard try bytes.word(0) == 0x464C_457F, try bytes.byte(4) == 1, try bytes.byte(5) == 1 else {
      throw BoardToolError("\(path) is no 32-bit little-endian ELF file")
    }
    let headers = ELFHeaders(bytes)
    self.path = path
    self.bytes = bytes
    segments = try headers.segments()
    let sections = try headers.sections()
    self.sections = sections
    symbols = try headers.symbols(in: sections)
  }

  /// The section of this name.
  public func section(_ name: String) -> ELFSection? {
    sections.first { $0.name == name }
  }

  /// The value of the symbol of this name; for a Thumb function its address without the mark in bit 0.
  public func address(of name: String) throws(BoardToolError) -> Int {
    guard let symbol = symbols.first(where: { $0.name == name }) else {
      throw BoardToolError("\(path) has no symbol \(name)")
    }
    return symbol.address
  }

  /// The word that is loaded at `address`, if the file holds one for it.
  public func word(at address: Int) -> Int? {
    guard let segment = segments.first(where: { $0.addresses.contains(address) }) else { return nil }
    let offset = address - segment.addresses.lowerBound
    guard offset + 4 <= segment.contents.count else { return nil }
    return try? bytes.word(segment.contents.lowerBound + offset)
  }
}
