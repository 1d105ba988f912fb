import Foundation

/// Turns diagnostic notation (RFC 8949, section 8; RFC 8610, appendix G) back into CBOR, without the codec: what an
/// inspection shows is checked to be all there was.
struct DiagnosticReader {
  struct Unexpected: Error {
    let rest: String
  }

  private var rest: Substring.UTF8View

  /// The encoding of the one item that `text` is the notation of.
  static func cbor(of text: String) throws -> [UInt8] {
    var reader = DiagnosticReader(rest: Substring(text).utf8)
    let bytes = try reader.item()
    reader.skipBlanks()
    guard reader.rest.isEmpty else { throw reader.unexpected }
    return bytes
  }

  private init(rest: Substring.UTF8View) { self.rest = rest }

  private var unexpected: Unexpected { Unexpected(rest: String(Substring(rest.prefix(40)))) }

  private mutating func skipBlanks() {
    while let first = rest.first {
      if first == UInt8(ascii: "/") {
        rest = rest.dropFirst().drop { $0 != UInt8(ascii: "/") }.dropFirst()
      } else if first == UInt8(ascii: " ") || first == UInt8(ascii: "\n") {
        rest = rest.dropFirst()
      } else {
        return
      }
    }
  }

  private mutating func accept(_ token: String) -> Bool {
    skipBlanks()
    guard rest.starts(with: token.utf8) else { return false }
    rest = rest.dropFirst(token.utf8.count)
    return true
  }

  private mutating func expect(_ token: String) throws {
    guard accept(token) else { throw unexpected }
  }

  private mutating func upTo(_ end: Character) throws -> String {
    let content = rest.prefix { $0 != end.asciiValue }
    rest = rest.dropFirst(content.count)
    try expect(String(end))
    return String(Substring(content))
  }

  private mutating func items(_ end: String, _ one: (inout Self) throws -> [UInt8]) throws -> (Int, [UInt8]) {
    if accept(end) { return (0, []) }
    var (count, bytes) = (0, [UInt8]())
    repeat {
      bytes += try one(&self)
      count += 1
    } while accept(",")
    try expect(end)
    return (count, bytes)
  }

  private mutating func item() throws -> [UInt8] {
    for (word, byte) in [("false", 0xF4), ("true", 0xF5), ("null", 0xF6), ("undefined", 0xF7)]
    where accept(word) {
      return [UInt8(byte)]
    }
    if accept("<<") {
      let content = try item()
      try expect(">>")
      return Self.head(2, UInt64(content.count)) + content
    }
    if accept("h'") {
      let digits = try upTo("'")
      let bytes = stride(from: 0, to: digits.utf8.count, by: 2).compactMap { offset in
        UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
      }
      return Self.head(2, UInt64(bytes.count)) + bytes
    }
    if accept("'") {
      let text = try Array(upTo("'").utf8)
      return Self.head(2, UInt64(text.count)) + text
    }
    if accept("\"") { return try text() }
    if accept("[") {
      let (count, bytes) = try items("]") { try $0.item() }
      return Self.head(4, UInt64(count)) + bytes
    }
    if accept("{") {
      let (count, bytes) = try items("}") { reader in
        let key = try reader.item()
        try reader.expect(":")
        return try key + reader.item()
      }
      return Self.head(5, UInt64(count)) + bytes
    }
    return try number()
  }

  /// A text string whose opening quote is read, with the escapes of JSON.
  private mutating func text() throws -> [UInt8] {
    var raw: [UInt8] = []
    while let byte = rest.first, byte != UInt8(ascii: "\"") {
      let count = byte == UInt8(ascii: "\\") ? 2 : 1
      raw += rest.prefix(count)
      rest = rest.dropFirst(count)
    }
    try expect("\"")
    let text = try JSONDecoder().decode(String.self, from: Data([0x22] + raw + [0x22]))
    return Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
  }

  /// An integer, or a tag and its item.
  private mutating func number() throws -> [UInt8] {
    let isNegative = accept("-")
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = UInt64(Substring(digits)) else { throw unexpected }
    rest = rest.dropFirst(digits.count)
    if isNegative { return Self.head(1, value - 1) }
    guard accept("(") else { return Self.head(0, value) }
    let content = try item()
    try expect(")")
    return Self.head(6, value) + content
  }

  private static func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
    let width =
      argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000 ? 4 : 8
    if width == 0 { return [major << 5 | UInt8(argument)] }
    let information = [1: 24, 2: 25, 4: 26, 8: 27][width] ?? 0
    let bytes = (0..<width).reversed().map { UInt8(truncatingIfNeeded: argument >> UInt64(8 * $0)) }
    return [major << 5 | UInt8(information)] + bytes
  }
}
