import TEEPCodec

/// Each of the five TEEP messages.
enum MessageTarget {
  static func run(_ input: Span<UInt8>, numbers: TEEPNumbers) throws(DecodeError) {
    let message = try TEEPMessage(decoding: input, numbers: numbers)
    let encoded = encode(message, numbers: numbers)
    let again = try TEEPMessage(decoding: encoded.span, numbers: numbers)
    precondition(again.type == message.type)
    for label in TEEPLabel.allCases {
      precondition(Self.equal(message.string(label), again.string(label)))
      precondition(message.unsigned(label) == again.unsigned(label))
      precondition(Self.equal(message.list(label), again.list(label)))
    }
    precondition(message.errorCode == again.errorCode)
    precondition(message.dataItemRequested == again.dataItemRequested)
    precondition(Self.equal(message.offeredCipherSuites, again.offeredCipherSuites))
    precondition(Self.equal(message.offeredSUITCOSEProfiles, again.offeredSUITCOSEProfiles))
    precondition(encode(again, numbers: numbers) == encoded)
    try readItems(message, numbers: numbers)
  }

  private static func encode(_ message: borrowing TEEPMessage, numbers: TEEPNumbers) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: 65536)
    guard let count = try? message.encode(numbers: numbers, into: output.mutableSpan) else {
      preconditionFailure("what was decoded does not encode")
    }
    return Array(output[..<count])
  }

  private static func equal(_ one: Span<UInt8>?, _ other: Span<UInt8>?) -> Bool {
    guard let one else { return other == nil }
    guard let other else { return false }
    return one.equals(other)
  }

  private static func equal(_ one: ItemList?, _ other: ItemList?) -> Bool {
    guard let one else { return other == nil }
    guard let other, one.count == other.count else { return false }
    var (ones, others) = (one.makeReader(), other.makeReader())
    for _ in 0..<one.count {
      guard let first = try? ones.skip(), let second = try? others.skip() else { return false }
      guard ones.bytes.bytes(ofPresent: first).equals(others.bytes.bytes(ofPresent: second)) else {
        return false
      }
    }
    return true
  }

  /// Reads what the members hold: all that can be refused here has been, but for what is in byte strings.
  private static func readItems(_ message: borrowing TEEPMessage, numbers: TEEPNumbers) throws(DecodeError) {
    if let list = message.list(.tcList) {
      var reader = list.makeReader()
      for _ in 0..<list.count { _ = try SystemPropertyClaims(&reader).imageDigest() }
    }
    if let list = message.list(.requestedTCList) {
      var reader = list.makeReader()
      for _ in 0..<list.count { _ = try RequestedTCInfo(&reader, numbers: numbers) }
    }
    if let list = message.list(.manifestList) {
      var reader = list.makeReader()
      for _ in 0..<list.count { try? EnvelopeTarget.run(try reader.byteString()) }
    }
    if let list = message.list(.suitReports) {
      var reader = list.makeReader()
      for _ in 0..<list.count { try? ReportTarget.run(try reader.byteString()) }
    }
  }
}
