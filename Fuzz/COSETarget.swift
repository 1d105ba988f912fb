import TEEPCodec

/// COSE structures.
enum COSETarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    let signed = try COSESigned(decoding: input)
    for index in 0..<signed.signatureCount {
      let signature = try signed.signature(at: index)
      _ = signed.value(of: signature).count
      _ = signed.keyIdentifier(of: signature)?.count
      var count = 0
      signed.structure(for: signature, payload: input).forEachPiece { count += $0.count }
      precondition(count > input.count)
    }
    if let payload = signed.payload {
      precondition(signed.payloadOffset + payload.count <= input.count)
    }
  }
}
