extension Array<UInt8> {
  /// The bytes of a span.
  public init(copying span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }

  /// All pieces that `forEachPiece` hands over, in order: a structure of the codec for a library that wants it whole.
  public init(joining forEachPiece: ((Span<UInt8>) -> Void) -> Void) {
    var bytes: [UInt8] = []
    forEachPiece { piece in
      for index in piece.indices { bytes.append(piece[index]) }
    }
    self = bytes
  }
}
