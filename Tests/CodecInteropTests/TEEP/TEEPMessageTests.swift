import TEEPCodec
import TEEPTestSupport
import Testing

/// The same TEEP messages, encoded by cbor2 and by this codec.
@Suite("TEEP messages of cbor2") struct TEEPMessageTests {
  static let tables: [(Int, TEEPNumbers)] = [(0, .final), (1, .legacy)]

  private func messages(_ shift: Int) throws -> [MadeMessage] {
    let random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for cbor2")
    let messages = try MadeMessage.messages(count: 60, shift: shift, seed: random.seed)
    #expect(messages.count == 300)
    return messages
  }

  @Test("are read as the values that they were made of", arguments: tables)
  func read(shift: Int, numbers: TEEPNumbers) throws {
    for expected in try messages(shift) {
      for bytes in [expected.encodedBytes, expected.shuffledBytes] {
        let message = try TEEPMessage(decoding: bytes.span, numbers: numbers)
        #expect(message.type.rawValue == expected.type)
        for label in TEEPLabel.allCases {
          let values = expected.values("\(label.rawValue)")
          #expect(try Self.values(label, of: message, numbers) == values, "\(label) of \(bytes.hexadecimal)")
        }
        #expect(try Self.list(message.offeredCipherSuites) == expected.values("suites"))
        #expect(try Self.list(message.offeredSUITCOSEProfiles) == expected.values("profiles"))
        if let items = expected.values("items") {
          #expect(["\(message.dataItemRequested.rawValue)"] == items)
        }
        if let code = expected.values("code") { #expect(["\(message.errorCode?.rawValue ?? 0)"] == code) }
      }
    }
  }

  @Test("are written to the same bytes", arguments: tables)
  func write(shift: Int, numbers: TEEPNumbers) throws {
    for expected in try messages(shift) {
      #expect(try Self.encode(expected, numbers) == expected.encodedBytes)
      var output = [UInt8](repeating: 0, count: expected.encodedBytes.count)
      let count = try TEEPMessage(decoding: expected.shuffledBytes.span, numbers: numbers)
        .encode(numbers: numbers, into: output.mutableSpan)
      #expect(Array(output[..<count]) == expected.encodedBytes)
    }
  }
}
