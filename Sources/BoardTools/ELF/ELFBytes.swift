/// The bytes of an ELF file; reading past their end is an error that names the file.
struct ELFBytes: Sendable {
  private let contents: [UInt8]
  private let path: String

  init(_ contents: [UInt8], path: String) {
    self.contents = contents
    self.path = path
  }

  /// Throws where the file does not have all of these bytes.
  func require(_ range: Range<Int>) throws(BoardToolError) {
    guard range.lowerBound >= 0, range.upperBound <= contents.count else {
      throw BoardToolError("\(path) is cut short: it has no byte \(range.upperBound - 1)")
    }
  }

  func slice(_ range: Range<Int>) throws(BoardToolError) -> ArraySlice<UInt8> {
    try require(range)
    return contents[range]
  }

  func byte(_ offset: Int) throws(BoardToolError) -> Int { try integer(offset, size: 1) }
  func half(_ offset: Int) throws(BoardToolError) -> Int { try integer(offset, size: 2) }
  func word(_ offset: Int) throws(BoardToolError) -> Int { try integer(offset, size: 4) }

  private func integer(_ offset: Int, size: Int) throws(BoardToolError) -> Int {
    try slice(offset..<offset + size).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The text from `offset` to the next zero byte before `end`.
  func text(_ offset: Int, before end: Int) throws(BoardToolError) -> String {
    guard offset <= end else { throw BoardToolError("\(path) names a symbol outside of its names") }
    return String(decoding: try slice(offset..<end).prefix { $0 != 0 }, as: UTF8.self)
  }
}
