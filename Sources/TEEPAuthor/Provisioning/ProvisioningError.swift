import TEEPAgent
import TEEPCodec
public import TEEPHost

/// Why a device cannot be provisioned so.
public enum ProvisioningError: Error, Equatable, CustomStringConvertible {
  /// Something is not given; the second text is the option that gives it.
  case missing(String, String)
  /// The board's agent cannot sign with such a key.
  case deviceKeyType(KeyType, DeviceBoard)
  /// The board's agent cannot verify with such a key of a TAM, a signer or a verifier.
  case anchorKeyType(String, KeyType, DeviceBoard)
  /// The board's agent validates no certificates.
  case certificates(String, DeviceBoard)
  /// The key of an authority, or the device's own, is of a type that certificates are not validated for.
  case authorityKeyType(String)
  /// The board's agent passes certificates over, its attestation key's among them.
  case attestationCertificates(DeviceBoard)
  /// Both of the device's keys are of one cipher suite.
  case sameCipherSuite
  /// One key is given for two purposes.
  case sharedKey(String, String)
  /// There are more decryption keys than a device takes.
  case tooManyDecryptionKeys
  /// A TAM has to be attested and nobody may do it, or the other way round.
  case attestationWithoutVerifier
  /// There is no TAM, or no signer.
  case noAnchor(String)
  /// There are more TAMs, or signers, than a device takes.
  case tooManyAnchors(String)
  /// Two TAMs, or two signers, have one key.
  case repeatedKey(String)
  /// The device cannot reach a TAM there.
  case badURI(String)
  /// Nobody could replace the trust anchors again: no signer, or no TAM, may manage them.
  case unmanaged(String)
  /// The trust anchors are more than a device has room for.
  case anchorsTooLong(Int)
  /// All of it together is more than a device has room for.
  case tooLong(Int)

  public var description: String {
    switch self {
    case .missing(let what, let option):
      "the \(what) is missing; give --\(option) or say it in the description"
    case .deviceKeyType(let type, let board):
      "the board \(board.name) cannot sign with a key of type \(type.rawValue); "
        + "give a device key of type \(board.keyTypes.map(\.rawValue).joined(separator: " or "))"
    case .anchorKeyType(let kind, let type, let board):
      "the board \(board.name) cannot verify with a \(kind)'s key of type \(type.rawValue); "
        + "give one of type \(board.keyTypes.map(\.rawValue).joined(separator: " or "))"
    case .certificates(let kind, let board):
      "the board \(board.name) validates no certificates; give the \(kind)'s own 'key' in place of "
        + "'certificate-authority'"
    case .authorityKeyType(let kind):
      "certificates of a \(kind) are validated for P-256 keys alone; give an authority's and a device key of P-256"
    case .attestationCertificates(let board):
      "the board \(board.name) sends no certificates of its attestation key; leave 'certificates' out, and register "
        + "the key with the TAM"
    case .sameCipherSuite: "both device keys are of one type; give keys of different types, or one"
    case .sharedKey(let one, let other): "the \(other) is the \(one) too; give a key of its own"
    case .tooManyDecryptionKeys: "a device takes at most \(Provisioning.maximumAnchors) decryption keys"
    case .attestationWithoutVerifier:
      "'needs-attestation' of a TAM and 'verifiers' go together; give both or neither"
    case .noAnchor(let kind): "the device would trust no \(kind); give at least one"
    case .tooManyAnchors(let kind): "a device trusts at most \(Provisioning.maximumAnchors) keys as \(kind)"
    case .repeatedKey(let kind): "the same key is given twice as \(kind)"
    case .badURI(let uri):
      "'\(uri)' is no http or https URI of at most \(TrustAnchor.uriLimits.upperBound) bytes with a host"
    case .unmanaged(let kind):
      "nobody could replace these trust anchors again; give a \(kind) that may manage \(TrustAnchors.component)"
        + (kind == "signer" ? ", with 'rights: [trust-anchors]'" : "")
    case .anchorsTooLong(let count):
      "the trust anchors take \(count) bytes; a device has room for "
        + "\(flashPageSize)"
    case .tooLong(let count):
      "the keys, URIs and identifiers take \(count) bytes; a device has room for "
        + "\(StoreLayout.provisioningByteLimit)"
    }
  }
}
