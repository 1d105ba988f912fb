import TEEPCodec

/// A structure to be authenticated or derived from, put together out of its pieces.
extension Array<UInt8> {
  init(_ structure: SignatureStructure, externalAAD: [UInt8] = []) {
    self.init()
    structure.forEachPiece(externalAAD: externalAAD.span) { self += [UInt8]($0) }
  }

  init(_ structure: MACStructure, externalAAD: [UInt8] = []) {
    self.init()
    structure.forEachPiece(externalAAD: externalAAD.span) { self += [UInt8]($0) }
  }

  init(_ structure: EncryptionStructure, externalAAD: [UInt8] = []) {
    self.init()
    structure.forEachPiece(externalAAD: externalAAD.span) { self += [UInt8]($0) }
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
