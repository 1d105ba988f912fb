import TEEPCodec

extension Array<UInt8> {
  /// The bytes of a span.
  public init(copying span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }

  /// The whole Sig_structure (RFC 9052, section 4.4), for a library that wants its message in one piece.
  init(encoding structure: borrowing SignatureStructure) {
    self.init()
    structure.forEachPiece { piece in
      for index in piece.indices { append(piece[index]) }
    }
  }
}
