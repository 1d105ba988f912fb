import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// What the device holds and how much room it has, for the broker's own use:
  /// `{ 1: [* { 0: component-identifier, 14: size }], 2: largest message, 3: bytes free in the store }`.
  ///
  /// None of it is secret or trusted: the broker learns the same from what it is asked to carry.
  public func status(largestMessage: Int, response: inout MutableSpan<UInt8>) -> AgentAnswer {
    do throws(EncodeError) {
      var count = 0
      for index in 0..<store.manifestCount { count &+= store.manifest(at: index)?.componentCount ?? 0 }
      var cbor = CBORWriter(response._mutatingExtracting(0..<response.count))
      try cbor.map(3)
      try cbor.unsigned(1)
      try cbor.array(count)
      try encodeInventory(into: &cbor)
      try cbor.unsigned(2)
      try cbor.unsigned(UInt64(largestMessage))
      try cbor.unsigned(3)
      try cbor.unsigned(UInt64(freeByteCount))
      return .message(start: 0, count: cbor.count)
    } catch { return .failure(.tooLarge) }
  }

  /// Bytes free in the store.
  public var freeByteCount: Int { store.freeByteCount }

  private func encodeInventory(into cbor: inout CBORWriter) throws(EncodeError) {
    for index in 0..<store.manifestCount {
      guard let manifest = store.manifest(at: index) else { break }
      for position in 0..<manifest.componentCount {
        guard let component = manifest.component(at: position) else { break }
        try cbor.map(2)
        try cbor.unsigned(0)
        try cbor.raw(component.identifier)
        try cbor.integer(Int64(SUITParameterCode.imageSize.rawValue))
        try cbor.unsigned(UInt64(component.bytes.count))
      }
    }
  }
}
