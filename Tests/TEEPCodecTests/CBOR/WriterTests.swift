import TEEPCodec
import TEEPTestSupport
import Testing

/// What the writer puts into the caller's bytes, checked against encodings made by hand from RFC 8949, section 3.
@Suite("CBORWriter") struct WriterTests {
  @Test(
    "writes each head in its shortest form (RFC 8949, section 4.2.1)",
    arguments: [
      (0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65535, "19ffff"),
      (65536, "1a00010000"),
      (4_294_967_295, "1affffffff"), (4_294_967_296, "1b0000000100000000"), (.max, "1bffffffffffffffff"),
    ] as [(UInt64, String)])
  func heads(argument: UInt64, unsigned: String) throws {
    let expected = [UInt8](hexadecimal: unsigned)
    let majors: [MajorType] = [
      .unsigned, .negative, .byteString, .textString, .array, .map, .tag, .simple,
    ]
    #expect(CBORHead.count(of: argument) == expected.count)
    for (index, major) in majors.enumerated() {
      let bytes = try written { (writer) throws(EncodeError) in try writer.head(major, argument) }
      #expect(bytes == [expected[0] + UInt8(index * 32)] + expected.dropFirst())
    }
  }

  @Test("writes integers of both signs")
  func integers() throws {
    let bytes = try written { (writer) throws(EncodeError) in
      for value in [0, -1, -24, -25, 1000, -1000, .max, .min] as [Int64] { try writer.integer(value) }
    }
    #expect(
      bytes == [UInt8](hexadecimal: "00 20 37 3818 1903e8 3903e7 1b7fffffffffffffff 3b7fffffffffffffff"))
  }

  @Test("writes strings, containers, tags and simple values")
  func others() throws {
    let content: [UInt8] = [0x61, 0xC3, 0xBC]
    let bytes = try written { (writer) throws(EncodeError) in
      try writer.array(2)
      try writer.map(1)
      try writer.textString("tc")
      try writer.byteString(content.span)
      try writer.tag(107)
      try writer.textString(content.span)
      try writer.boolean(false)
      try writer.boolean(true)
      try writer.null()
      try writer.textString("")
      try writer.raw(content.span)
    }
    #expect(bytes == [UInt8](hexadecimal: "82 a1 627463 4361c3bc d86b 6361c3bc f4 f5 f6 60 61c3bc"))
  }

  @Test(
    "puts the head of a byte string before the content that it encodes",
    arguments: [
      (0, "40"), (1, "41"), (23, "57"), (24, "5818"), (255, "58ff"), (256, "590100"), (65535, "59ffff"),
      (65536, "5a00010000"),
    ])
  func nestedContent(count: Int, head: String) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let expected = [0x01] + [UInt8](hexadecimal: head) + content
    for capacity in [expected.count, expected.count + 1] {
      let bytes = try written(capacity: capacity) { (writer) throws(EncodeError) in
        try writer.unsigned(1)
        try writer.byteString { (inner) throws(EncodeError) in try inner.raw(content.span) }
      }
      #expect(bytes == expected)
    }
    #expect(throws: EncodeError.bufferFull) {
      try written(capacity: expected.count - 1) { (writer) throws(EncodeError) in
        try writer.unsigned(1)
        try writer.byteString { (inner) throws(EncodeError) in try inner.raw(content.span) }
      }
    }
  }

  @Test("says that the bytes do not suffice, for each capacity that is too small")
  func bufferFull() throws {
    let content: [UInt8] = [1, 2, 3]
    let write = { @Sendable (writer: inout CBORWriter) throws(EncodeError) in
      try writer.array(3)
      try writer.unsigned(1 << 32)
      try writer.byteString(content.span)
      try writer.byteString { (inner) throws(EncodeError) in try inner.textString("ab") }
    }
    #expect(
      try written(capacity: 18, write) == [UInt8](hexadecimal: "83 1b0000000100000000 43010203 43626162"))
    for capacity in 0..<18 {
      #expect(throws: EncodeError.bufferFull) { try written(capacity: capacity, write) }
    }
  }

  @Test("forgets what was written after a mark, and nothing for a mark that is ahead")
  func rewind() throws {
    let bytes = try written(capacity: 4) { (writer) throws(EncodeError) in
      try writer.unsigned(1)
      let mark = writer.count
      try writer.unsigned(1000)
      #expect(writer.free == 0)
      writer.rewind(to: mark)
      #expect(writer.free == 3)
      writer.rewind(to: 4)
      try writer.unsigned(2)
    }
    #expect(bytes == [0x01, 0x02])
  }
}
