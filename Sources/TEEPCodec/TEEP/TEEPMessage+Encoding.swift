extension TEEPMessage {
  /// Encodes the message again, be it in other numbers: known options in the order of their labels, unknown ones left
  /// out.
  public func encode(
    numbers: TEEPNumbers, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var writer = try TEEPMessageWriter(type, numbers: numbers, into: output)
    for value in UInt8(1)...22 {
      guard let label = TEEPLabel(rawValue: value), let item = encodedOption(label) else { continue }
      switch label {
      case .requestedTCList where numbers != self.numbers:
        try writeRequestedTCList(numbers: numbers, into: &writer)
      case .errCode:
        try writer.unsigned(label, numbers.number(of: errorCode ?? TEEPErrorCode(rawValue: 0)))
      default: try writer.encoded(label, item)
      }
    }
    switch type {
    case .queryRequest:
      guard let suites = encodedElement(0), let profiles = encodedElement(1) else { throw .bufferFull }
      return try writer.finish(
        cipherSuites: suites, profiles: profiles, dataItemRequested: dataItemRequested)
    case .error: return try writer.finish(errorCode: errorCode ?? TEEPErrorCode(rawValue: 0))
    default: return writer.finish()
    }
  }

  /// Writes the only list whose items have members that are numbered too. An item that is no requested-tc-info stays as
  /// it is.
  private func writeRequestedTCList(
    numbers: TEEPNumbers, into writer: inout TEEPMessageWriter
  ) throws(EncodeError) {
    guard let items = list(.requestedTCList) else { return }
    try writer.list(.requestedTCList, count: items.count) { (cbor) throws(EncodeError) in
      var reader = items.makeReader()
      for _ in 0..<items.count {
        guard let range = try? reader.skip() else { return }
        var item = reader.nested(range)
        if let info = try? RequestedTCInfo(&item, numbers: self.numbers) {
          try cbor.requestedTCInfo(
            componentIdentifier: info.componentIdentifier, sequenceNumber: info.sequenceNumber,
            haveBinary: info.haveBinary, numbers: numbers)
        } else {
          try cbor.raw(item.bytes)
        }
      }
    }
  }
}
