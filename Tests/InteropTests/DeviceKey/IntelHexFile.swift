/// A file in Intel's hexadecimal object format (1988), read by its description alone.
struct IntelHexFile {
  /// The bytes that it has, by their addresses.
  private(set) var bytes: [Int: UInt8] = [:]

  init(_ text: String) throws {
    var upperHalf = 0
    var isOver = false
    for line in text.split(whereSeparator: \.isNewline) {
      let digits = Array(line.dropFirst())
      let record = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
      }
      guard !isOver, line.first == ":", digits.count == record.count * 2, record.count >= 5,
        record.count == Int(record[0]) + 5, record.reduce(0, &+) == 0
      else { throw Unexpected("no record of Intel HEX: \(line)") }
      let content = record[4..<record.count - 1]
      switch record[3] {
      case 0:
        let start = upperHalf << 16 | Int(record[1]) << 8 | Int(record[2])
        for (index, byte) in content.enumerated() { bytes[start + index] = byte }
      case 1: isOver = true
      case 4: upperHalf = content.reduce(0) { $0 << 8 | Int($1) }
      default: throw Unexpected("an unknown record of Intel HEX: \(line)")
      }
    }
    guard isOver else { throw Unexpected("the file has no end") }
  }

  /// The bytes of a range, those that the file lacks as erased flash has them; all of the file has to be in it.
  func contents(of range: Range<Int>) throws -> [UInt8] {
    guard bytes.keys.allSatisfy(range.contains) else { throw Unexpected("there are bytes beyond \(range)") }
    return range.map { bytes[$0] ?? 0xFF }
  }
}
