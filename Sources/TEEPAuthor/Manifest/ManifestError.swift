public import TEEPCodec

/// Why an envelope or a manifest cannot be used. Each description completes a sentence that begins with its file.
public enum ManifestError: Error, Equatable, CustomStringConvertible {
  /// It is not the CBOR of an envelope or of a manifest.
  case malformed(DecodeError)
  /// The digest in the envelope is not the manifest's.
  case digestMismatch
  /// It has as many signatures as devices accept.
  case tooManySignatures
  /// There is no valid signature by the key that was asked for.
  case notSigned
  /// A signature that was just made does not verify.
  case signatureFailed

  public var description: String {
    switch self {
    case .malformed(let error): "is no SUIT envelope or manifest: \(error)"
    case .digestMismatch:
      "the digest in the envelope is not that of its manifest; create the envelope anew"
    case .tooManySignatures:
      "has \(SUITEnvelope.maximumBlocks) signatures already, which is all that a device accepts"
    case .notSigned: "has no valid signature by this key"
    case .signatureFailed: "the new signature does not verify; is the key damaged?"
    }
  }
}
