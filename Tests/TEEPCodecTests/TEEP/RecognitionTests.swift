import TEEPCodec
import TEEPTestSupport
import Testing

/// Which numbers a message uses, where that can be proved (draft-ietf-teep-protocol-26 against its predecessors).
@Suite("TEEPNumbers.proved") struct RecognitionTests {
  private func proved(_ text: String) -> TEEPNumbers? { proved([UInt8](hexadecimal: text)) }

  private func proved(_ message: [UInt8]) -> TEEPNumbers? { TEEPNumbers.proved(by: message.span) }

  @Test("by the type of the message and the number of its elements")
  func types() {
    #expect(proved("82 04 a0") == .final)
    #expect(proved("82 05 a0") == .legacy)
    #expect(proved("83 05 a0 01") == .final)
    #expect(proved("83 06 a0 01") == .legacy)
    #expect(proved("82 02 a0") == nil)
    #expect(proved("82 07 a0") == nil)
    #expect(proved("80") == nil)
  }

  @Test("by what labels 19, 20 and 21 hold, whatever the message")
  func labels() {
    let token = "48 0102030405060708"
    #expect(proved("82 02 a1 13 \(token)") == .final)
    #expect(proved("82 02 a1 14 \(token)") == .legacy)
    #expect(proved("82 02 a1 13 81 40") == .legacy)
    #expect(proved("82 02 a1 14 81 00") == .final)
    #expect(proved("82 02 a1 15 81 00") == .legacy)
    #expect(proved("82 02 a1 15 62 656e") == .final)
    #expect(proved("82 02 a1 06 00") == .legacy)
  }

  @Test("not by a challenge alone, nor by options that no table has")
  func undecided() {
    #expect(proved("85 01 a1 02 48 0102030405060708 81 81 82 12 28 81 84 2f28381c39fffd 01") == nil)
    #expect(proved("82 02 a1 181e 00") == nil)
  }

  @Test(
    "by the examples of the protocol's appendix D", .needsVectors,
    arguments: ["query_request", "query_response", "update", "teep_success", "teep_error"])
  func examples(_ name: String) throws {
    #expect(try proved(Vectors.bytes("teep-final-\(name).cbor")) == .final)
    #expect(try proved(Vectors.bytes("teep-legacy-\(name).cbor")) == .legacy)
  }
}
