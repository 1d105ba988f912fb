import TEEPCodec
import TEEPTestSupport
import Testing

/// The walker without rules, with each rule alone, and with all of them, on items made by hand.
@Suite("CBORItemWalker") struct ItemWalkerTests {
  private func walk(_ bytes: [UInt8], _ rules: StrictnessRules) throws(DecodeError) -> Int {
    try CBORItemWalker(rules).walk(bytes.span)
  }

  private func refused(_ bytes: [UInt8], _ rules: StrictnessRules, base: Int = 0) -> DecodeError? {
    refusal { () throws(DecodeError) in _ = try CBORItemWalker(rules).walk(bytes.span, base: base) }
  }

  /// Bytes that break one rule and no other, and the offset at which they do.
  static let breaches: [(StrictnessRules, String, Int)] = [
    (.definiteLengths, "9f01ff", 0), (.definiteLengths, "825f4101ff00", 1),
    (.definiteLengths, "817f6161ff", 1), (.definiteLengths, "a101bf0102ff", 2),
    (.shortestForm, "1817", 0), (.shortestForm, "82001900ff", 2), (.shortestForm, "5a0000000101", 0),
    (.shortestForm, "d81200", 0), (.shortestForm, "980101", 0), (.shortestForm, "1b00000000ffffffff", 0),
    (.uniqueKeys, "a200010001", 3), (.uniqueKeys, "a1a20102010200", 4),
    (.uniqueKeys, "a28201000082010000", 5),
    (.ascendingKeys, "a201000000", 3), (.ascendingKeys, "a300001818001700", 6),
    (.ascendingKeys, "a26161000100", 4),
    (.validUTF8, "61ff", 1), (.validUTF8, "8162c328", 3), (.validUTF8, "63eda080", 2),
    (.noTrailingBytes, "0000", 1), (.noTrailingBytes, "80ff", 1),
  ]

  @Test("names the rule that is broken, and where", arguments: breaches)
  func rule(rule: StrictnessRules, encoded: String, offset: Int) throws {
    let bytes = [UInt8](hexadecimal: encoded)
    for rules: StrictnessRules in [rule, .all] {
      let error = try #require(refused(bytes, rules, base: 100), "\(rules)")
      #expect(error.rule == rule)
      #expect(error.offset == 100 + offset)
    }
    #expect(throws: Never.self) {
      try walk(bytes, StrictnessRules.all.subtracting(rule.union(implied(by: rule))))
    }
  }

  /// A key that is there twice does not ascend either.
  private func implied(by rule: StrictnessRules) -> StrictnessRules {
    rule == .uniqueKeys ? .ascendingKeys : []
  }

  @Test("follows 12 levels under boundedNesting and 64 without", arguments: NestingTests.openings)
  func nesting(opening: [UInt8]) throws {
    func levels(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in opening } + [0x05] }
    #expect(try walk(levels(12), .all) == levels(12).count)
    let bounded = DecodeError(.nestedTooDeeply, at: 12 * opening.count)
    #expect(refused(levels(13), .boundedNesting) == bounded)
    #expect(bounded.rule == .boundedNesting)
    #expect(try walk(levels(64), []) == levels(64).count)
    #expect(refused(levels(65), []) == DecodeError(.nestedTooDeeply, at: 64 * opening.count))
    #expect(refused([UInt8](repeating: 0x9F, count: 1_000_000), []) == DecodeError(.nestedTooDeeply, at: 64))
  }

  @Test(
    "passes indefinite lengths over without rules (RFC 8949, section 3.2)",
    arguments: [
      "5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff", "5fff", "7fff",
      "83018202039f0405ff", "bf61610161629f0203ffff", "826161bf61626163ff", "bfff", "bfbfff9fffff", "f7",
    ])
  func indefinite(encoded: String) throws {
    let bytes = [UInt8](hexadecimal: encoded)
    #expect(try walk(bytes + [0], []) == bytes.count)
    for count in bytes.indices {
      #expect(refused(Array(bytes[..<count]), [])?.reason == .truncated, "\(count) bytes")
    }
  }

  @Test(
    "refuses without rules what is not well-formed (RFC 8949, appendix F)",
    arguments: [
      ("ff", 0), ("81ff", 1), ("8200ff", 2), ("a1ff00", 1), ("a100ff", 2), ("bf00ff", 2), ("bf000000ff", 4),
      ("9f81ff", 2), ("5f00ff", 1), ("5f6100ff", 1), ("7f4100ff", 1), ("5f5f4100ffff", 1),
      ("7f7f6100ffff", 1),
      ("5f80ff", 1), ("1f", 0), ("3f", 0), ("df00", 0), ("1c", 0), ("fc", 0), ("fe", 0), ("f800", 0),
      ("f81f", 0),
      ("c1ff", 1),
    ])
  func notWellFormed(encoded: String, offset: Int) {
    let error = refused([UInt8](hexadecimal: encoded), [])
    #expect(error == DecodeError(.notWellFormed, at: offset))
    #expect(error?.rule == nil)
  }

  @Test("compares unsorted keys with all before them, of a bounded number")
  func unsortedKeys() {
    // Keys 23 down to 0, each with a value that holds a map of the same keys.
    let keys = [UInt8](0...23).reversed()
    let inner: [UInt8] = keys.reduce(into: [0xB8, 24]) { $0 += [$1, 0] }
    let map: [UInt8] = keys.reduce(into: [0xB8, 24]) { $0 += [$1] + inner }
    #expect(throws: Never.self) { try walk(map, .uniqueKeys) }
    let again: [UInt8] = [0xB8, 25] + map.dropFirst(2) + [7, 0]
    #expect(refused(again, .uniqueKeys) == DecodeError(.duplicateKey, at: map.count))
    let descending = (UInt8(0)...254).reversed().flatMap { (key) -> [UInt8] in [0x18, key, 0] }
    let many = [0xB9, 1, 0, 0x19, 1, 0, 0] + descending
    #expect(refused(many, .uniqueKeys) == DecodeError(.tooMany, at: 7 + 3 * 64))
    #expect(throws: Never.self) { try walk(many, []) }
  }

  @Test("has the verdict of CBORReader.skip() under the rules of every item")
  func agreesWithReader() {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for items that the walker and the reader pass over")
    for _ in 0..<20_000 {
      let bytes = random.bytes(0...12)
      var walked: Int?
      let walker = refusal { () throws(DecodeError) in walked = try walk(bytes, .everyItem) }
      var passed: Int?
      let reader = refusal(of: bytes) { (reader) throws(DecodeError) in passed = try reader.skip().count }
      #expect(walker == reader && walked == passed, "\(bytes.hexadecimal)")
    }
  }
}
