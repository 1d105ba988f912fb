import TEEPCodec

/// A structure to be authenticated or derived from, put together out of its pieces.
extension Array<UInt8> {
  init(_ structure: SignatureStructure) {
    self.init()
    structure.forEachPiece { self += [UInt8]($0) }
  }

  init(_ structure: MACStructure) {
    self.init()
    structure.forEachPiece { self += [UInt8]($0) }
  }

  init(_ structure: EncryptionStructure) {
    self.init()
    structure.forEachPiece { self += [UInt8]($0) }
  }

  init(_ context: KeyDerivationContext) {
    self.init()
    context.forEachPiece { self += [UInt8]($0) }
  }

  init(_ input: KeyThumbprintInput) {
    self.init()
    input.forEachPiece { self += [UInt8]($0) }
  }
}
