import TEEPCodec

/// Calls the public functions of the codec that are generic: those exist only where they are called, so that without
/// calls `scripts/embedded-codec` would not see what they need. All others it links by their symbols.
@c(callGenericFunctions)
public func callGenericFunctions(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
  let bytes = unsafe Span(_unsafeStart: start, count: count)
  var covered = 0
  SignatureStructure(sign1Protected: bytes, payload: bytes).forEachPiece { covered &+= $0.count }
  MACStructure(mac0Protected: bytes, payload: bytes).forEachPiece { covered &+= $0.count }
  EncryptionStructure(encrypt0Protected: bytes).forEachPiece { covered &+= $0.count }
  KeyDerivationContext(a128KWProtected: bytes, purpose: .eatEncryption).forEachPiece { covered &+= $0.count }
  KeyThumbprintInput(ed25519: bytes).forEachPiece { covered &+= $0.count }
  return covered
}
