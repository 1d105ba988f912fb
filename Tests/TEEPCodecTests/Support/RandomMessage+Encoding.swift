import TEEPCodec

extension RandomMessage {
  /// The message as ``TEEPMessageWriter`` writes it.
  func encode(numbers: TEEPNumbers) throws(EncodeError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: 16384)
    let count = try encode(numbers: numbers, into: output.mutableSpan)
    return Array(output[..<count])
  }

  func encode(numbers: TEEPNumbers, into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
    var writer = try TEEPMessageWriter(type, numbers: numbers, into: output)
    for (label, value) in members {
      switch value {
      case .bytes(let content): try writer.byteString(label, content.span)
      case .text(let content): try writer.textString(label, content.span)
      case .number(let number): try writer.unsigned(label, number)
      case .code(let code): try writer.unsigned(label, numbers.number(of: code))
      case .list(let items):
        try writer.list(label, count: items.count) { (cbor) throws(EncodeError) in
          for item in items { try cbor.raw(item.span) }
        }
      case .requests(let requests):
        try writer.list(label, count: requests.count) { (cbor) throws(EncodeError) in
          for request in requests {
            try cbor.requestedTCInfo(
              componentIdentifier: request.componentIdentifier.span, sequenceNumber: request.sequenceNumber,
              haveBinary: request.haveBinary, numbers: numbers)
          }
        }
      }
    }
    switch type {
    case .queryRequest:
      return try writer.finish(
        cipherSuites: suites.span, profiles: profiles.span, dataItemRequested: dataItems)
    case .error: return try writer.finish(errorCode: errorCode)
    default: return writer.finish()
    }
  }

  /// The same message with its options in another order.
  func reordered(_ members: [(label: TEEPLabel, value: RandomMember)]) -> RandomMessage {
    var message = self
    message.members = members
    return message
  }
}
