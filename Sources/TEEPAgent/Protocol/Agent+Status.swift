import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// What the device holds and how much room it has, for the broker's own use:
  /// `{ 1: [* system-property-claims], 2: largest message, 3: bytes free in the store, 4: why the device started }`, the
  /// claims being the identifier (0), the digest (3) and the size (14) of each component.
  ///
  /// None of it is secret or trusted: the broker learns the same from what it is asked to carry.
  public mutating func status(
    largestMessage: Int, restartReason: UInt32 = 0, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    do throws(EncodeError) {
      var cbor = CBORWriter(response._mutatingExtracting(0..<response.count))
      try cbor.map(4)
      try cbor.unsigned(1)
      try cbor.list { (cbor) throws(EncodeError) in try encodeComponents(managedBy: nil, into: &cbor) }
      try cbor.unsigned(2)
      try cbor.unsigned(UInt64(largestMessage))
      try cbor.unsigned(3)
      try cbor.unsigned(UInt64(store.freeByteCount))
      try cbor.unsigned(4)
      try cbor.unsigned(UInt64(restartReason))
      return .message(start: 0, count: cbor.count)
    } catch { return .failure(.tooLarge) }
  }

  /// Bytes free in the store.
  public var freeByteCount: Int { store.freeByteCount }
}
