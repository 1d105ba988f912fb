import TEEPCodec
import TEEPTestSupport

/// Random values of the things that messages are made of.
extension SeededGenerator {
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func flip() -> Bool { Bool.random(using: &self) }

  mutating func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
    (0..<number(count)).map { _ in UInt8.random(in: .min ... .max, using: &self) }
  }

  /// UTF-8 of at most `count.upperBound` bytes and at least `count.lowerBound`, of characters of each length.
  mutating func text(_ count: ClosedRange<Int>) -> [UInt8] {
    let wanted = number(count)
    var text: [UInt8] = []
    for character in ["a", "\u{fc}", "\u{6c34}", "\u{10151}"].shuffled(using: &self) + ["a"] {
      while text.count + character.utf8.count <= wanted, character == "a" || flip() { text += character.utf8 }
    }
    return text
  }

  /// A number whose encoding has any of the five lengths.
  mutating func integer(upTo maximum: UInt64 = .max) -> UInt64 {
    let borders: [UInt64] = [0, 23, 24, 255, 256, 65535, 65536, 1 << 32 - 1, 1 << 32, .max]
    let value = flip() ? borders[number(0...9)] : next() >> UInt64(number(0...63))
    return min(value, maximum)
  }

  /// An encoded component identifier.
  mutating func componentIdentifier() -> [UInt8] {
    let segments = (0..<number(0...4)).map { _ in bytes(0...30) }
    return encoded { (writer) throws(EncodeError) in
      try writer.array(segments.count)
      for segment in segments { try writer.byteString(segment.span) }
    }
  }

  /// An encoded integer of either sign.
  mutating func encodedInteger(isNegative: Bool = false, upTo maximum: UInt64 = .max) -> [UInt8] {
    let value = integer(upTo: maximum)
    return encoded { (writer) throws(EncodeError) in
      try writer.head(isNegative ? .negative : .unsigned, value)
    }
  }
}

/// What `body` writes, of which the test knows that it fits.
func encoded(_ body: (inout CBORWriter) throws(EncodeError) -> Void) -> [UInt8] {
  do {
    return try written(capacity: 16384, body)
  } catch {
    fatalError("the test's buffer is too small")
  }
}
