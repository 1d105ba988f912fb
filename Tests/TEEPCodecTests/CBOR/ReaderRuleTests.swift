import TEEPCodec
import TEEPTestSupport
import Testing

/// What the reader refuses, in bytes made by hand, each with the rule it breaks and where.
@Suite("CBORReader refuses") struct ReaderRuleTests {
  /// Offsets in errors count from the start of the outermost message.
  private let base = 1000

  private func expect(
    _ refusal: Refusal, _ read: (inout CBORReader) throws(DecodeError) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = TEEPCodecTests.refusal(of: refusal.bytes, base: base, read)
    #expect(
      error == DecodeError(refusal.error.reason, at: base + refusal.error.offset), "\(refusal.rule)",
      sourceLocation: sourceLocation)
  }

  @Test(
    "heads of every type that are not in shortest form (RFC 8949, section 4.2.1)",
    arguments: [
      Refusal("1 byte for 23", "1817", .notShortest, at: 0),
      Refusal("2 bytes for 255", "1900ff", .notShortest, at: 0),
      Refusal("4 bytes for 65535", "1a0000ffff", .notShortest, at: 0),
      Refusal("8 bytes for 2^32 - 1", "1b00000000ffffffff", .notShortest, at: 0),
      Refusal("-1 in 2 bytes", "3800", .notShortest, at: 0),
      Refusal("byte string", "580141", .notShortest, at: 0),
      Refusal("text string", "7900016161", .notShortest, at: 0),
      Refusal("array", "980100", .notShortest, at: 0),
      Refusal("map", "ba000000010000", .notShortest, at: 0), Refusal("tag", "d81200", .notShortest, at: 0),
      Refusal("within an array", "82001800", .notShortest, at: 2),
    ])
  func notShortest(refusal: Refusal) { expect(refusal) { (reader) throws(DecodeError) in try reader.skip() } }

  @Test(
    "what is not well-formed (RFC 8949, appendix F)",
    arguments: (UInt8(0)...7).flatMap { major in
      (UInt8(28)...30).map {
        Refusal("additional information \($0)", hex(major << 5 | $0), .notWellFormed, at: 0)
      }
    } + [
      Refusal("an integer of indefinite length", "1f", .notWellFormed, at: 0),
      Refusal("a negative integer of indefinite length", "3f", .notWellFormed, at: 0),
      Refusal("a tag of indefinite length", "df00", .notWellFormed, at: 0),
      Refusal("a break where nothing is open", "ff", .notWellFormed, at: 0),
      Refusal("a break in an array", "8100ff", .trailingBytes, at: 2),
      Refusal("a break in place of an item", "8200ff", .notWellFormed, at: 2),
      Refusal("simple value 0 in two bytes", "f800", .notWellFormed, at: 0),
      Refusal("simple value 24 in two bytes", "f818", .notWellFormed, at: 0),
      Refusal("simple value 31 in two bytes", "f81f", .notWellFormed, at: 0),
    ])
  func notWellFormed(refusal: Refusal) {
    expect(refusal) { (reader) throws(DecodeError) in
      try reader.skip()
      try reader.end()
    }
  }

  @Test(
    "bytes that end too early (RFC 8949, appendix F: too little data)",
    arguments: [
      Refusal("nothing", "", .truncated, at: 0), Refusal("no argument", "18", .truncated, at: 0),
      Refusal("half an argument", "1901", .truncated, at: 0),
      Refusal("7 of 8 bytes", "1b01020304050607", .truncated, at: 0),
      Refusal("no simple value", "f8", .truncated, at: 0),
      Refusal("half a number", "f93c", .truncated, at: 0),
      Refusal("a byte string of 1 in 0", "41", .truncated, at: 1),
      Refusal("a text string of 3 in 2", "636161", .truncated, at: 1),
      Refusal("an array of 2 in 1", "8200", .truncated, at: 1),
      Refusal("a map of 1 in 1", "a100", .truncated, at: 1),
      Refusal("a map of 2 in 3", "a2000102", .truncated, at: 1),
      Refusal("no tagged item", "d2", .truncated, at: 1),
      Refusal("the last item of an array in an array", "82820001", .truncated, at: 4),
      Refusal("a string in an array", "824141584161", .truncated, at: 5),
    ])
  func truncated(refusal: Refusal) { expect(refusal) { (reader) throws(DecodeError) in try reader.skip() } }

  @Test("bytes behind the end")
  func trailing() {
    expect(Refusal("one more item", "0000", .trailingBytes, at: 1)) { (reader) throws(DecodeError) in
      _ = try reader.unsigned()
      try reader.end()
    }
  }

  @Test("an item of another type, with each way of reading one", arguments: (UInt8(0)...7).map { $0 })
  func unexpectedType(major: UInt8) {
    // An empty item of each type, and null.
    let bytes = [major == 7 ? 0xF6 : major << 5, 0]
    let wrong = DecodeError(.unexpectedType, at: base)
    func read(_ only: Set<UInt8>, _ body: (inout CBORReader) throws(DecodeError) -> Void) {
      let error = TEEPCodecTests.refusal(of: bytes, base: base, body)
      #expect(error == (only.contains(major) ? nil : wrong))
    }
    read([0]) { (reader) throws(DecodeError) in _ = try reader.unsigned() }
    read([0, 1]) { (reader) throws(DecodeError) in _ = try reader.integer() }
    read([0, 1]) { (reader) throws(DecodeError) in _ = try reader.integer32() }
    read([2]) { (reader) throws(DecodeError) in _ = try reader.byteString() }
    read([3]) { (reader) throws(DecodeError) in _ = try reader.textString() }
    read([4]) { (reader) throws(DecodeError) in _ = try reader.array() }
    read([4]) { (reader) throws(DecodeError) in try reader.array(of: 0) }
    read([4]) { (reader) throws(DecodeError) in _ = try reader.array(0...1) }
    read([5]) { (reader) throws(DecodeError) in _ = try reader.map() }
    read([5]) { (reader) throws(DecodeError) in _ = try reader.map(upTo: 1) }
    read([6]) { (reader) throws(DecodeError) in try reader.tag(0) }
    read([]) { (reader) throws(DecodeError) in _ = try reader.boolean() }
  }

  @Test("numbers and lengths outside of their limits")
  func outOfRange() {
    expect(Refusal("17 of at most 16", "11", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.unsigned(upTo: 16)
    }
    expect(Refusal("2^63", "1b8000000000000000", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.integer()
    }
    expect(Refusal("-2^63 - 1", "3b8000000000000000", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.integer()
    }
    expect(Refusal("2^31", "1a80000000", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.integer32()
    }
    expect(Refusal("-2^31 - 1", "3a80000000", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.integer32()
    }
    expect(Refusal("1 byte of 2 to 3", "4100", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.byteString(2...3)
    }
    expect(Refusal("4 bytes of 2 to 3", "6461616161", .outOfRange, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.textString(2...3)
    }
  }

  @Test("another number of items, and more than are allowed")
  func counts() {
    expect(Refusal("2 items of 3", "820000", .wrongCount, at: 0)) { (reader) throws(DecodeError) in
      try reader.array(of: 3)
    }
    expect(Refusal("0 items of 1 to 2", "80", .wrongCount, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.array(1...2)
    }
    expect(Refusal("3 items of 1 to 2", "83000000", .tooMany, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.array(1...2)
    }
    expect(Refusal("2 pairs of 1", "a200000100", .tooMany, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.map(upTo: 1)
    }
    expect(Refusal("tag 17 in place of 18", "d100", .unsupported, at: 0)) { (reader) throws(DecodeError) in
      try reader.tag(18)
    }
    expect(Refusal("tag 17 where 18 may be", "d100", .unsupported, at: 0)) { (reader) throws(DecodeError) in
      _ = try reader.optionalTag(18)
    }
  }

  @Test(
    "nothing at the borders of each size of head",
    arguments: [
      (0, "00", "40"), (23, "17", "57"), (24, "1818", "5818"), (255, "18ff", "58ff"),
      (256, "190100", "590100"),
      (65535, "19ffff", "59ffff"), (65536, "1a00010000", "5a00010000"),
    ])
  func borders(value: Int, unsigned: String, string: String) throws {
    let number = [UInt8](hexadecimal: unsigned)
    var reader = CBORReader(number.span)
    #expect(try reader.unsigned() == UInt64(value))
    let content = [UInt8](hexadecimal: string) + [UInt8](repeating: 7, count: value)
    reader = CBORReader(content.span)
    #expect(try [UInt8](reader.byteString()) == [UInt8](repeating: 7, count: value))
    try reader.end()
  }

  @Test("nothing at the ends of the 64-bit and 32-bit integers")
  func extremes() throws {
    let bytes = [UInt8](hexadecimal: "1b7fffffffffffffff 3b7fffffffffffffff 1a7fffffff 3a7fffffff")
    var reader = CBORReader(bytes.span)
    #expect(try reader.integer() == .max)
    #expect(try reader.integer() == .min)
    #expect(try reader.integer32() == .max)
    #expect(try reader.integer32() == .min)
    try reader.end()
  }
}

private func hex(_ byte: UInt8) -> String { [byte].hexadecimal }
