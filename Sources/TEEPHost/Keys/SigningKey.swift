import Crypto
import FoundationEssentials
public import TEEPCodec

/// A private key that makes COSE signatures. No description of it shows its secret.
public struct SigningKey: Sendable {
  private enum Storage: Sendable {
    case p256(P256.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  private let storage: Storage
  /// The public half.
  public let verificationKey: VerificationKey

  /// Makes a new key from the system's secure random source.
  public init(generating type: KeyType) throws(KeyError) {
    switch type {
    case .p256: try self.init(.p256(P256.Signing.PrivateKey()))
    case .ed25519: try self.init(.ed25519(Curve25519.Signing.PrivateKey()))
    }
  }

  /// Takes the 32-byte scalar of a P-256 key or the 32-byte seed of an Ed25519 key.
  public init(type: KeyType, privateRepresentation: [UInt8]) throws(KeyError) {
    let storage: Storage
    do {
      switch type {
      case .p256: storage = try .p256(P256.Signing.PrivateKey(rawRepresentation: privateRepresentation))
      case .ed25519:
        storage = try .ed25519(Curve25519.Signing.PrivateKey(rawRepresentation: privateRepresentation))
      }
    } catch {
      throw KeyError.malformed("its bytes are no \(type.rawValue) private key")
    }
    try self.init(storage)
  }

  private init(_ storage: Storage) throws(KeyError) {
    self.storage = storage
    verificationKey =
      switch storage {
      case .p256(let key):
        try VerificationKey(type: .p256, rawRepresentation: Array(key.publicKey.rawRepresentation))
      case .ed25519(let key):
        try VerificationKey(type: .ed25519, rawRepresentation: Array(key.publicKey.rawRepresentation))
      }
  }

  /// P-256 or Ed25519.
  public var type: KeyType { verificationKey.type }

  /// The algorithm this key serves.
  public var algorithm: COSEAlgorithm { type.algorithm }

  /// The secret: 32 bytes, scalar of a P-256 key or seed of an Ed25519 key. For a device image only.
  public var privateRepresentation: [UInt8] {
    switch storage {
    case .p256(let key): Array(key.rawRepresentation)
    case .ed25519(let key): Array(key.rawRepresentation)
    }
  }

  /// The 64-byte signature (RFC 9053, section 2) of `structure`.
  public func signature(of structure: borrowing SignatureStructure) throws(KeyError) -> [UInt8] {
    let message = [UInt8](joining: { structure.forEachPiece($0) })
    do {
      switch storage {
      case .p256(let key): return try Array(key.signature(for: message).rawRepresentation)
      case .ed25519(let key): return try Array(key.signature(for: message))
      }
    } catch {
      throw KeyError.signingFailed
    }
  }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(type.rawValue) signing key" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
