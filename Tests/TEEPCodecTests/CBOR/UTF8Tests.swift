import TEEPCodec
import TEEPTestSupport
import Testing

/// Text strings have to be UTF-8 as RFC 3629, section 4, writes it down.
@Suite("UTF-8 (RFC 3629)") struct UTF8Tests {
  /// A text string of less than 24 bytes: its content begins at offset 1.
  private func text(_ content: [UInt8]) -> [UInt8] { [0x60 | UInt8(content.count)] + content }

  @Test(
    "takes the first and the last character of each length, and those about the surrogates",
    arguments: [
      "00", "7f", "c280", "dfbf", "e0a080", "e0bfbf", "e18080", "ecbfbf", "ed8080", "ed9fbf", "ee8080",
      "efbfbf",
      "f0908080", "f0bfbfbf", "f1808080", "f3bfbfbf", "f4808080", "f48fbfbf", "41e289a2ce912e",
      "efbbbff0a38eb4",
    ])
  func valid(encoded: String) throws {
    let content = [UInt8](hexadecimal: encoded)
    let bytes = text(content)
    var reader = CBORReader(bytes.span)
    #expect(try [UInt8](reader.textString()) == content)
    reader = CBORReader(bytes.span)
    try reader.skip()
    try reader.end()
  }

  @Test(
    "refuses everything else, at the byte that is wrong",
    arguments: [
      Refusal("a continuation byte alone", "80", .invalidUTF8, at: 1),
      Refusal("the last continuation byte", "41bf", .invalidUTF8, at: 2),
      Refusal("overlong NUL", "c080", .invalidUTF8, at: 1),
      Refusal("overlong DEL", "c1bf", .invalidUTF8, at: 1),
      Refusal("overlong U+07FF", "e09fbf", .invalidUTF8, at: 2),
      Refusal("overlong U+FFFF", "f08fbfbf", .invalidUTF8, at: 2),
      Refusal("the surrogate U+D800", "eda080", .invalidUTF8, at: 2),
      Refusal("the surrogate U+DFFF", "edbfbf", .invalidUTF8, at: 2),
      Refusal("U+110000", "f4908080", .invalidUTF8, at: 2),
      Refusal("U+140000", "f5808080", .invalidUTF8, at: 1),
      Refusal("six bytes", "fc8080808080", .invalidUTF8, at: 1), Refusal("FE", "fe", .invalidUTF8, at: 1),
      Refusal("FF", "ff", .invalidUTF8, at: 1), Refusal("2 bytes cut to 1", "41c3", .invalidUTF8, at: 2),
      Refusal("3 bytes cut to 2", "e282", .invalidUTF8, at: 1),
      Refusal("4 bytes cut to 3", "f09f98", .invalidUTF8, at: 1),
      Refusal("a letter in place of the 2nd byte", "c341", .invalidUTF8, at: 2),
      Refusal("a letter in place of the 3rd byte", "e28241", .invalidUTF8, at: 3),
      Refusal("a lead in place of the 4th byte", "f09f98c3", .invalidUTF8, at: 4),
      Refusal("a 3rd byte above BF", "e282c0", .invalidUTF8, at: 3),
      Refusal("a 3rd byte below 80", "ed807f", .invalidUTF8, at: 3),
    ])
  func invalid(refusal: Refusal) {
    let bytes = text(refusal.bytes)
    #expect(
      TEEPCodecTests.refusal(of: bytes) { (r) throws(DecodeError) in _ = try r.textString() } == refusal.error
    )
    #expect(TEEPCodecTests.refusal(of: bytes) { (r) throws(DecodeError) in try r.skip() } == refusal.error)
  }

  @Test("does not take a character that continues behind the end of the string")
  func behindTheEnd() {
    let error = refusal(of: [0x82, 0x61, 0xC3, 0xBC]) { (reader) throws(DecodeError) in try reader.skip() }
    #expect(error == DecodeError(.invalidUTF8, at: 2))
  }

  @Test("agrees with the standard library on every text of two bytes and on random ones")
  func againstStandardLibrary() {
    func agree(_ content: [UInt8]) -> Bool {
      let accepted = refusal(of: text(content)) { (r) throws(DecodeError) in _ = try r.textString() } == nil
      return accepted == (String(validating: content, as: UTF8.self) != nil)
    }
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max where !agree([first, second]) {
        Issue.record("\([first, second].hexadecimal)")
      }
    }
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for UTF-8")
    // Leads and continuation bytes about the bounds, so that many are nearly right.
    let bytes: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF4, 0xF5,
    ]
    for _ in 0..<20_000 {
      let content = (0..<Int.random(in: 3...4, using: &random)).map { _ in
        bytes[Int.random(in: 0..<bytes.count, using: &random)]
      }
      if !agree(content) { Issue.record("\(content.hexadecimal)") }
    }
  }
}
