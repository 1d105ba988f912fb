import TEEPCodec
import TEEPTestSupport
import Testing

/// Arguments of commands, in bytes made by hand from the CDDL of draft-ietf-suit-manifest-37, appendix A.
@Suite("Arguments of commands") struct ArgumentTests {
  private func indices(_ argument: String, of count: Int) throws -> [Int] {
    let bytes = [UInt8](hexadecimal: argument)
    let selection = try SUITComponentSelection(CBORReader(bytes.span))
    var indices: [Int] = []
    while let index = try selection.index(at: indices.count, of: count) { indices.append(index) }
    return indices
  }

  @Test("set-component-index selects one, a list in its order, or all")
  func selection() throws {
    #expect(try indices("00", of: 3) == [0])
    #expect(try indices("1818", of: 3) == [24])
    #expect(try indices("83 02 00 1901f4", of: 3) == [2, 0, 500])
    #expect(try indices("f5", of: 3) == [0, 1, 2])
    #expect(try indices("f5", of: 0) == [])
  }

  @Test(
    "set-component-index refuses",
    arguments: [
      Refusal("false", "f4", .unsupported, at: 0), Refusal("null", "f6", .unexpectedType, at: 0),
      Refusal("an empty list", "80", .wrongCount, at: 0), Refusal("a text", "60", .unexpectedType, at: 0),
      Refusal("a negative index", "20", .unexpectedType, at: 0),
      Refusal("an index of 2^16", "1a 00010000", .outOfRange, at: 0),
      Refusal("a list in a list", "82 00 8100", .unexpectedType, at: 2),
      Refusal("something behind it", "00 00", .trailingBytes, at: 1),
    ])
  func refusedSelection(refusal: Refusal) {
    let error = TEEPCodecTests.refusal(of: refusal.bytes) { (reader) throws(DecodeError) in
      _ = try SUITComponentSelection(reader)
    }
    #expect(error == refusal.error)
  }

  private func branches(_ argument: String) throws -> [SUITAlternatives.Branch] {
    let bytes = [UInt8](hexadecimal: argument)
    var alternatives = try SUITAlternatives(CBORReader(bytes.span))
    var branches: [SUITAlternatives.Branch] = []
    while let branch = try alternatives.next() { branches.append(branch) }
    return branches
  }

  @Test("try-each has sequences and may end with nothing to be done")
  func alternatives() throws {
    let sequences: [SUITAlternatives.Branch] = [
      .sequence(ByteRange(start: 2, count: 1)), .sequence(ByteRange(start: 4, count: 3)),
    ]
    #expect(try branches("82 4180 43 820e00") == sequences)
    #expect(try branches("83 4180 43 820e00 f6") == sequences + [.nothing])
  }

  @Test(
    "try-each refuses",
    arguments: [
      Refusal("one sequence", "81 4180", .wrongCount, at: 0), Refusal("none", "80", .wrongCount, at: 0),
      Refusal("one sequence and nil", "82 4180 f6", .unexpectedType, at: 3),
      Refusal("nil before the last one", "84 4180 4180 f6 4180", .unexpectedType, at: 5),
      Refusal("sequences that are not in byte strings", "82 80 80", .unexpectedType, at: 1),
    ])
  func refusedAlternatives(refusal: Refusal) {
    let error = TEEPCodecTests.refusal(of: refusal.bytes) { (reader) throws(DecodeError) in
      _ = try SUITAlternatives(reader)
    }
    #expect(error == refusal.error)
  }

  @Test("override-multiple and copy-params have something for each index, in order")
  func indexed() throws {
    let bytes = [UInt8](hexadecimal: "a2 00 a1 0e 05 02 82 03 0e")
    var arguments = try SUITIndexedArguments(CBORReader(bytes.span))
    var lines: [String] = []
    while let argument = try arguments.next() {
      var value = argument.value
      lines.append("\(argument.index) " + (try diagnostic(&value)))
    }
    #expect(lines == ["0 {14: 5}", "2 [3, 14]"])
  }

  @Test("codes have the names of the specifications, obsolete ones too; a vendor's own have none")
  func codes() {
    #expect(SUITCommandCode.allCases.count == 30)
    let unassigned = (Int32(1)...35).filter { SUITCommandCode(rawValue: $0) == nil }
    #expect(unassigned == [9, 10, 16, 17, 30])
    #expect(SUITCommandCode(rawValue: 13) == .directiveSetDependencyIndex)
    #expect(SUITCommandCode(rawValue: SUITCommandCode.firstCustomCode) == nil)
    let conditions = SUITCommandCode.allCases.filter(\.isCondition).map(\.rawValue)
    #expect(conditions == [1, 2, 3, 4, 5, 6, 7, 8, 14, 24, 25, 26, 27, 28])
    let parameters = (Int32(1)...30).filter { SUITParameterCode(rawValue: $0) == nil }
    #expect(parameters == [6, 7, 8, 9, 10, 11, 15, 16, 17, 20])
  }

  @Test(
    "digests have the length of their algorithm",
    arguments: [(-16, 32), (-18, 32), (-43, 48), (-44, 64), (-45, 64)])
  func digests(_ algorithm: Int, _ count: Int) throws {
    let digest = [UInt8](repeating: 7, count: count)
    let bytes = try written { (writer) throws(EncodeError) in
      try writer.suitDigest(COSEAlgorithm(rawValue: Int32(algorithm)), digest.span)
    }
    let read = try SUITDigest(decoding: bytes.span, base: 0)
    #expect([UInt8](read.bytes) == digest)
    let short = try written { (writer) throws(EncodeError) in
      try writer.array(2)
      try writer.integer(Int64(algorithm))
      try writer.byteString(digest.span.extracting(first: count - 1))
    }
    let error = refusal { () throws(DecodeError) in _ = try SUITDigest(decoding: short.span, base: 0) }
    #expect(error?.reason == .outOfRange)
  }
}
