import TEEPCodec
import TEEPTestSupport
import Testing

/// Whatever a message is made of is read out of it again.
@Suite("TEEP messages of random members") struct TEEPRoundTripTests {
  private let rounds = 150

  @Test("are read as they were written, in both tables of numbers", arguments: TEEPMessageType.allCases)
  func roundTrip(type: TEEPMessageType) throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for \(type)")
    for _ in 0..<rounds {
      let message = RandomMessage(type, &random)
      let shuffled = message.reordered(message.members.shuffled(using: &random))
      for (numbers, other) in [(TEEPNumbers.final, TEEPNumbers.legacy), (.legacy, .final)] {
        let bytes = try shuffled.encode(numbers: numbers)
        try check(bytes, numbers, is: message)
        // Encoded again, the options are in the order of their labels.
        #expect(try encodeAgain(bytes, numbers, numbers) == (try message.encode(numbers: numbers)))
        #expect(try encodeAgain(bytes, numbers, other) == (try message.encode(numbers: other)))
      }
    }
  }

  private func encodeAgain(_ bytes: [UInt8], _ numbers: TEEPNumbers, _ other: TEEPNumbers) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: bytes.count)
    let count = try TEEPMessage(decoding: bytes.span, numbers: numbers)
      .encode(numbers: other, into: output.mutableSpan)
    return Array(output[..<count])
  }

  private func check(_ bytes: [UInt8], _ numbers: TEEPNumbers, is expected: RandomMessage) throws {
    let message = try TEEPMessage(decoding: bytes.span, numbers: numbers)
    #expect(message.type == expected.type)
    for label in TEEPLabel.allCases {
      let value = expected.members.first { $0.label == label }?.value
      switch value {
      case .bytes(let content), .text(let content):
        #expect([UInt8](present: message.string(label)) == content)
      case .number(let number): #expect(message.unsigned(label) == number)
      case .code(let code): #expect(message.errorCode == code)
      case .list(let items): #expect(encodedItems(message.list(label)) == items)
      case .requests(let requests):
        let list = encodedItems(message.list(label)) ?? []
        #expect(list.count == requests.count)
        for (item, request) in zip(list, requests) { try check(item, numbers, is: request) }
      case nil:
        #expect([UInt8](present: message.string(label)) == nil)
        #expect(encodedItems(message.list(label)) == nil)
        #expect(message.unsigned(label) == nil)
      }
    }
    let isRequest = expected.type == .queryRequest
    #expect(message.dataItemRequested == (isRequest ? expected.dataItems : []))
    #expect((encodedItems(message.offeredCipherSuites) != nil) == isRequest)
    #expect((encodedItems(message.offeredSUITCOSEProfiles) != nil) == isRequest)
    if expected.type == .error { #expect(message.errorCode == expected.errorCode) }
  }

  private func check(_ item: [UInt8], _ numbers: TEEPNumbers, is request: RandomMember.Request) throws {
    var reader = CBORReader(item.span)
    let info = try RequestedTCInfo(&reader, numbers: numbers)
    #expect([UInt8](info.componentIdentifier) == request.componentIdentifier)
    #expect(info.sequenceNumber == request.sequenceNumber)
    #expect(info.haveBinary == request.haveBinary)
  }

  private func encodedItems(_ list: ItemList?) -> [[UInt8]]? {
    guard let list else { return nil }
    var reader = list.makeReader()
    var items: [[UInt8]] = []
    for _ in 0..<list.count {
      guard let range = try? reader.skip() else { return nil }
      items.append([UInt8](reader.bytes.bytes(ofPresent: range)))
    }
    return items
  }

  @Test(
    "do not fit in one byte less than they have, however little is missing",
    arguments: TEEPMessageType.allCases)
  func bufferFull(type: TEEPMessageType) throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for \(type) in too little")
    for _ in 0..<10 {
      let message = RandomMessage(type, &random)
      let count = try message.encode(numbers: .final).count
      var exact = [UInt8](repeating: 0, count: count)
      #expect(try message.encode(numbers: .final, into: exact.mutableSpan) == count)
      for capacity in 0..<count {
        var output = [UInt8](repeating: 0, count: capacity)
        do {
          _ = try message.encode(numbers: .final, into: output.mutableSpan)
          Issue.record("\(count) bytes fit into \(capacity)")
        } catch {
          #expect(error == .bufferFull)
        }
      }
    }
  }
}
