/// Why a key could not be read or used. Each description completes a sentence that begins with the key's file.
public enum KeyError: Error, Equatable, CustomStringConvertible {
  /// The text holds no PEM block of a key.
  case noKey
  /// The text holds more than one key.
  case severalKeys
  /// A private key was needed.
  case isPublic
  /// A public key was needed.
  case isPrivate
  /// The PEM block is encrypted with a passphrase.
  case encrypted
  /// The key is of an algorithm or a curve that TEEP's cipher suites do not use.
  case unsupported(String)
  /// The block is damaged.
  case malformed(String)
  /// The library refused to encode the key.
  case encodingFailed
  /// The library refused to sign.
  case signingFailed

  public var description: String {
    switch self {
    case .noKey: "there is no key in PEM here; make one with 'teep key generate' or 'openssl genpkey'"
    case .severalKeys: "there are several keys here; keep one key in a file"
    case .isPublic: "this is a public key; give the private key"
    case .isPrivate: "this is a private key; give its public key ('openssl pkey -pubout' writes it)"
    case .encrypted: "the key is encrypted; decrypt it with 'openssl pkey' first"
    case .unsupported(let what): "this is \(what); TEEP signs with P-256 or Ed25519 keys"
    case .malformed(let what): "the key is damaged: \(what); make or copy it anew"
    case .encodingFailed: "the key could not be encoded"
    case .signingFailed: "signing failed with this key"
    }
  }
}
