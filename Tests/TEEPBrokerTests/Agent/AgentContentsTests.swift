import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPBroker

/// The answer to `status`, in CBOR written by hand.
@Suite struct AgentContentsTests {
  @Test("components, the largest message and the free bytes are read, in any order")
  func contents() throws {
    let bytes: [UInt8] = [
      0xA4, 0x04, 0x01, 0x03, 0x19, 0x01, 0x00, 0x02, 0x18, 0x64,
      0x01, 0x82, 0xA2, 0x00, 0x82, 0x41, 0x61, 0x41, 0x00, 0x0E, 0x05, 0xA1, 0x00, 0x80,
    ]
    let contents = try AgentContents(decoding: bytes)
    let first = ComponentIdentifier(segments: [[0x61], [0x00]])
    #expect(contents.components.map(\.identifier) == [first, ComponentIdentifier(segments: [])])
    #expect(contents.components.map(\.size) == [5, nil])
    #expect(contents.largestMessage == 100)
    #expect(contents.freeBytes == 256)
    #expect(contents.restartReason == .hardFault)
    #expect(contents.holds(first))
    #expect(!contents.holds(ComponentIdentifier(segments: [[0x61]])))
  }

  @Test("keys that are not known are passed over")
  func unknownKeys() throws {
    let bytes: [UInt8] = [
      0xA3, 0x01, 0x81, 0xA2, 0x00, 0x81, 0x41, 0x61, 0x18, 0x63, 0x80, 0x06, 0xA1, 0x01, 0x02, 0x05, 0x61,
      0x61,
    ]
    let contents = try AgentContents(decoding: bytes)
    #expect(contents.components.map(\.identifier.description) == ["a"])
    #expect(contents.freeBytes == nil)
  }

  @Test(
    "what is something else is refused, with its offset",
    arguments: [
      ([], DecodeError(.truncated, at: 0)), ([0x80], DecodeError(.unexpectedType, at: 0)),
      ([0xA1, 0x01, 0x81, 0xA1, 0x0E, 0x05], DecodeError(.missingMember, at: 3)),
      ([0xA1, 0x01, 0x99, 0x04, 0x01] + [UInt8](repeating: 0, count: 2000), DecodeError(.tooMany, at: 2)),
      ([0xA0, 0x00], DecodeError(.trailingBytes, at: 1)),
      ([0xA1, 0x02, 0x41, 0x00], DecodeError(.unexpectedType, at: 2)),
    ] as [([UInt8], DecodeError)])
  func refused(_ bytes: [UInt8], _ error: DecodeError) {
    #expect(throws: error) { try AgentContents(decoding: bytes) }
  }
}
