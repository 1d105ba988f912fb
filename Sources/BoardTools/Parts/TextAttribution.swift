/// Where every byte of a firmware's text comes from.
///
/// Code belongs to the innermost function of the package that it was inlined from: what the Swift library contributes
/// inside of it is a cost of its user. What has no line (code that the compiler made up, data) belongs to where most of
/// its symbol does, or else to its symbol's module.
public struct TextAttribution: Sendable {
  /// Bytes that come from one place.
  public struct Entry: Equatable, Sendable {
    public let part: FirmwarePart
    /// The path of a source file within the package, or what else the bytes are.
    public let source: String
    public let count: Int
  }

  /// The places, the largest one first.
  public let entries: [Entry]

  /// By the address of each two bytes.
  private let parts: [Int: FirmwarePart]

  /// The part that the code at an address belongs to.
  public func part(at address: Int) -> FirmwarePart? { parts[address] }

  /// Bytes in all.
  public var total: Int { entries.reduce(0) { $0 + $1.count } }

  /// Bytes of a part.
  public func count(of part: FirmwarePart) -> Int {
    entries.filter { $0.part == part }.reduce(0) { $0 + $1.count }
  }

  /// Reads the text of a firmware: what ``FirmwareSizes/text`` counts.
  public init(_ elf: ELFFile, memory: MemoryMap) throws {
    let pieces = TextPiece.all(in: elf, memory: memory)
    let code = try Symbolizer.frames(at: pieces.map(\.address), in: elf.path)
    let objects = Set(pieces.compactMap { $0.symbol.map(\.isFunction) == false ? $0.symbol?.value : nil })
      .sorted()
    let files = try Symbolizer.files(ofDataAt: objects, in: elf.path)
    self.init(
      pieces, frames: code,
      dataFiles: Dictionary(zip(objects, files), uniquingKeysWith: { first, _ in first }))
  }

  /// - Parameters:
  ///   - frames: of each piece, as DWARF has them, the innermost one first.
  ///   - dataFiles: the files that data is declared in, by its address.
  init(_ pieces: [TextPiece], frames: [[SourceFrame]], dataFiles: [Int: String]) {
    let files = Set(frames.joined().map(\.file))
    let sources = Dictionary(
      uniqueKeysWithValues: files.map { ($0, FirmwarePart.source($0).map(Origin.init)) })
    var counts: [Origin: Int] = [:]
    var bySymbol: [Int: [Origin: Int]] = [:]
    var withoutLine: [TextPiece] = []
    var parts: [Int: FirmwarePart] = [:]
    for (piece, frames) in zip(pieces, frames) {
      guard let origin = Self.origin(of: piece, frames, sources) else {
        withoutLine.append(piece)
        continue
      }
      counts[origin, default: 0] += piece.count
      parts[piece.address] = origin.part
      if let symbol = piece.symbol {
        bySymbol[symbol.address, default: [:]][origin, default: 0] += piece.count
      }
    }
    for piece in withoutLine {
      let main = piece.symbol.flatMap {
        bySymbol[$0.address]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      }
      let origin = main ?? Self.origin(of: piece, dataFiles)
      counts[origin, default: 0] += piece.count
      parts[piece.address] = origin.part
    }
    self.parts = parts
    entries = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { Entry(part: $0.key.part, source: $0.key.source, count: $0.value) }
  }

  private struct Origin: Hashable, Comparable {
    let part: FirmwarePart
    let source: String

    static func < (left: Origin, right: Origin) -> Bool { left.source < right.source }
  }

  /// By the lines of the source. Functions that the linker left out still have lines, at addresses that are others' now:
  /// they have another name.
  private static func origin(
    of piece: TextPiece, _ frames: [SourceFrame], _ sources: [String: Origin?]
  ) -> Origin? {
    guard let outermost = frames.last, piece.names.contains(outermost.function) else { return nil }
    return frames.lazy.compactMap { sources[$0.file] ?? nil }.first
  }

  /// By the symbol alone.
  private static func origin(of piece: TextPiece, _ dataFiles: [Int: String]) -> Origin {
    guard let symbol = piece.symbol else {
      return Origin(part: .other, source: "texts, tables and padding without a symbol")
    }
    let file = dataFiles[symbol.value].flatMap(FirmwarePart.source)
    guard let (part, path) = file ?? FirmwarePart.module(ofSymbol: symbol.name) else {
      return Origin(part: .other, source: symbol.name)
    }
    return Origin(part: part, source: path)
  }
}
