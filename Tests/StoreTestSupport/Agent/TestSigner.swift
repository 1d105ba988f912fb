public import TEEPCodec

/// Whoever signs manifests and messages in tests.
public protocol TestSigner {
  var algorithm: COSEAlgorithm { get }
  var identifier: [UInt8] { get }

  /// The signature of a structure.
  func signature(of structure: borrowing SignatureStructure) throws -> [UInt8]
}

extension TestSigner {
  /// A COSE_Sign1 of the key around `payload`.
  public func coseSign1(_ payload: [UInt8]) throws -> [UInt8] {
    let offset = COSESign1Frame.payloadOffset
    var buffer = [UInt8](repeating: 0, count: offset + payload.count + COSESign1Frame.trailerCount)
    buffer.replaceSubrange(offset..<offset + payload.count, with: payload)
    let frame = COSESign1Frame(algorithm)
    var span = buffer.mutableSpan
    let (start, signatureStart) = try frame.wrap(
      payloadCount: payload.count, keyIdentifier: identifier.span, in: &span)
    let signature = try signature(
      of: SignatureStructure(sign1Protected: frame.protected, payload: payload.span))
    buffer.replaceSubrange(signatureStart..<signatureStart + 64, with: signature)
    return Array(buffer[start..<signatureStart + 64])
  }
}
