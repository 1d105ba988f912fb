public import TEEPCodec

/// Why an envelope or a manifest cannot be used. Each description completes a sentence that begins with its file.
public enum ManifestError: Error, Equatable, CustomStringConvertible {
  /// It is not the CBOR of an envelope or of a manifest.
  case malformed(DecodeError)
  /// The digest in the envelope is not the manifest's.
  case digestMismatch
  /// It has as many signatures as devices accept.
  case tooManySignatures
  /// There is no valid signature, or authentication code, by the key that was asked for.
  case notSigned
  /// Certificates of another key are given.
  case foreignCertificates
  /// A signature that was just made does not verify.
  case signatureFailed
  /// A component's payload is described, but not where its bytes are.
  case noPayload(String)
  /// An encrypted payload by URI has no file to be written to.
  case noEncryptedFile
  /// What is to be severed is not in the manifest.
  case nothingToSever(String)

  public var description: String {
    switch self {
    case .malformed(let error): "is no SUIT envelope or manifest: \(error)"
    case .digestMismatch:
      "the digest in the envelope is not that of its manifest; create the envelope anew"
    case .tooManySignatures:
      "has \(SUITEnvelope.maximumBlocks) signatures and codes already, which is all that a device accepts"
    case .notSigned: "has no valid signature or authentication code by this key"
    case .foreignCertificates:
      "cannot be signed so: the first certificate is not that of the key; put the signer's own first"
    case .signatureFailed: "the new signature does not verify; is the key damaged?"
    case .noPayload(let component):
      "does not say which file the payload of '\(component)' is; add 'file' to it or give --payload"
    case .noEncryptedFile:
      "encrypts a payload that is found by URI; add 'file' to 'encryption', where the encrypted payload is written"
    case .nothingToSever(let name): "severs '\(name)', which the manifest does not have"
    }
  }
}
