import TEEPCodec
import Testing

/// Errors tell people what is wrong and where.
@Suite("DecodeError") struct DecodeErrorTests {
  @Test("is a sentence of its own for each reason, with the offset")
  func description() {
    let reasons = (UInt8(0)...UInt8.max).compactMap(DecodeError.Reason.init(rawValue:))
    #expect(reasons.count == 18)
    let sentences = Set(reasons.map { "\(DecodeError($0, at: 42))" })
    #expect(sentences.count == reasons.count)
    #expect(sentences.allSatisfy { $0.hasSuffix(", at offset 42") })
    #expect(
      "\(DecodeError(.notShortest, at: 7))"
        == "a number or length has more bytes than it needs (rule: shortest form), at offset 7")
  }
}
