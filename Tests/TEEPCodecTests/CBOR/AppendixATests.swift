import TEEPCodec
import TEEPTestSupport
import Testing

/// The examples of RFC 8949, appendix A: encoded item and diagnostic notation.
@Suite("RFC 8949, appendix A") struct AppendixATests {
  @Test(
    "integers are read as their value and written as they were",
    arguments: [
      ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"), ("1864", "100"),
      ("1903e8", "1000"), ("1a000f4240", "1000000"), ("1b000000e8d4a51000", "1000000000000"),
      ("1bffffffffffffffff", "18446744073709551615"), ("3bffffffffffffffff", "-18446744073709551616"),
      ("20", "-1"), ("29", "-10"), ("3863", "-100"), ("3903e7", "-1000"),
    ])
  func integers(encoded: String, notation: String) throws { try check(encoded, notation) }

  @Test(
    "strings, bignums and tags are read and written as they were",
    arguments: [
      ("c249010000000000000000", "2(h'010000000000000000')"),
      ("c349010000000000000000", "3(h'010000000000000000')"), ("40", "h''"), ("4401020304", "h'01020304'"),
      ("60", #""""#), ("6161", #""a""#), ("6449455446", #""IETF""#), ("62225c", "\"\"\\\""),
      ("62c3bc", "\"\u{fc}\""),
      ("63e6b0b4", "\"\u{6c34}\""), ("64f0908591", "\"\u{10151}\""),
      ("c074323031332d30332d32315432303a30343a30305a", #"0("2013-03-21T20:04:00Z")"#),
      ("c11a514b67b0", "1(1363896240)"),
      ("d74401020304", "23(h'01020304')"), ("d818456449455446", "24(h'6449455446')"),
      (
        "d82076687474703a2f2f7777772e6578616d706c652e636f6d", #"32("http://www.example.com")"#
      ),
    ])
  func strings(encoded: String, notation: String) throws { try check(encoded, notation) }

  @Test(
    "arrays and maps are read and written as they were",
    arguments: [
      ("80", "[]"), ("83010203", "[1, 2, 3]"), ("8301820203820405", "[1, [2, 3], [4, 5]]"),
      (
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]"
      ), ("a0", "{}"), ("a201020304", "{1: 2, 3: 4}"), ("a26161016162820203", #"{"a": 1, "b": [2, 3]}"#),
      ("826161a161626163", #"["a", {"b": "c"}]"#),
      (
        "a56161614161626142616361436164614461656145", #"{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}"#
      ),
    ])
  func containers(encoded: String, notation: String) throws { try check(encoded, notation) }

  @Test(
    "simple values are read and written as they were",
    arguments: [
      ("f4", "false"), ("f5", "true"), ("f6", "null"), ("f7", "undefined"), ("f0", "simple(16)"),
      ("f8ff", "simple(255)"),
    ])
  func simpleValues(encoded: String, notation: String) throws { try check(encoded, notation) }

  @Test(
    "floating-point numbers are passed over whole, and read as nothing else",
    arguments: [
      "f90000", "f98000", "f93c00", "fb3ff199999999999a", "f93e00", "f97bff", "fa47c35000", "fa7f7fffff",
      "fb7e37e43c8800759c", "f90001", "f90400", "f9c400", "fbc010666666666666", "f97c00", "f97e00", "f9fc00",
      "fa7f800000", "fa7fc00000", "faff800000", "fb7ff0000000000000", "fb7ff8000000000000",
      "fbfff0000000000000",
      "c1fb41d452d9ec200000",
    ])
  func floats(encoded: String) throws {
    let bytes = [UInt8](hexadecimal: encoded)
    var reader = CBORReader(bytes.span)
    #expect(try reader.skip() == ByteRange(start: 0, count: bytes.count))
    try reader.end()
    #expect(
      refusal(of: bytes) { (reader) throws(DecodeError) in _ = try reader.integer() }?.reason
        == .unexpectedType)
    #expect(
      refusal(of: bytes) { (reader) throws(DecodeError) in _ = try reader.boolean() }?.reason
        == .unexpectedType)
  }

  @Test(
    "indefinite lengths are refused where they stand",
    arguments: [
      ("5f42010243030405ff", 0), ("7f657374726561646d696e67ff", 0), ("9fff", 0), ("9f018202039f0405ffff", 0),
      ("9f01820203820405ff", 0), ("83018202039f0405ff", 5), ("83019f0203ff820405", 2),
      ("9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", 0), ("bf61610161629f0203ffff", 0),
      ("826161bf61626163ff", 3), ("bf6346756ef563416d7421ff", 0),
    ])
  func indefiniteLengths(encoded: String, offset: Int) {
    let error = refusal(of: [UInt8](hexadecimal: encoded)) { (reader) throws(DecodeError) in try reader.skip()
    }
    #expect(error == DecodeError(.indefiniteLength, at: offset))
  }

  private func check(_ encoded: String, _ notation: String) throws {
    let bytes = [UInt8](hexadecimal: encoded)
    #expect(try diagnostic(bytes.span) == notation)
    var output = [UInt8](repeating: 0, count: bytes.count)
    #expect(try rewrite(bytes.span, into: output.mutableSpan) == bytes.count)
    #expect(output == bytes)
  }

  private func rewrite(_ bytes: Span<UInt8>, into output: consuming MutableSpan<UInt8>) throws -> Int {
    var reader = CBORReader(bytes)
    var writer = CBORWriter(output)
    try TEEPCodecTests.rewrite(&reader, into: &writer)
    return writer.count
  }
}
