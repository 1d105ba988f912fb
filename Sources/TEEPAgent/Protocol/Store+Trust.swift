import TEEPCodec

extension Store where F: ~Copyable {
  /// Whom the device trusts.
  var trust: Trust {
    @_lifetime(borrow self) get { trust(in: flash.bytes) }
  }

  /// The same as a view of `bytes`, all those of ``mapping``.
  @_lifetime(copy bytes)
  @inline(never)
  func trust(in bytes: Span<UInt8>) -> Trust {
    #if WITHOUT_TRUST_ANCHOR_UPDATES
      return Trust(content(.provisioning, in: bytes))
    #else
      return Trust(content(.provisioning, in: bytes), replacement: content(.trustAnchors, in: bytes))
    #endif
  }
}
