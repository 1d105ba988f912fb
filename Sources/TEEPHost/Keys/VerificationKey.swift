import Crypto
import FoundationEssentials
public import TEEPCodec

/// A public key that checks COSE signatures.
public struct VerificationKey: Hashable, Sendable {
  /// P-256 or Ed25519.
  public let type: KeyType
  /// x ‖ y (64 bytes) of a P-256 key, the 32 bytes of RFC 8032 of an Ed25519 key.
  public let rawRepresentation: [UInt8]

  /// Takes a raw key as ``rawRepresentation`` gives it; a P-256 point must lie on the curve.
  public init(type: KeyType, rawRepresentation: [UInt8]) throws(KeyError) {
    self.type = type
    self.rawRepresentation = rawRepresentation
    do {
      switch type {
      case .p256: _ = try P256.Signing.PublicKey(rawRepresentation: rawRepresentation)
      case .ed25519: _ = try Curve25519.Signing.PublicKey(rawRepresentation: rawRepresentation)
      }
    } catch {
      throw KeyError.malformed("its bytes are no \(type.rawValue) public key")
    }
  }

  /// The algorithm this key serves.
  public var algorithm: COSEAlgorithm { type.algorithm }

  /// SHA-256 thumbprint of the COSE_Key (RFC 9679, section 4): 32 bytes, what TEEP uses as `kid`.
  public var thumbprint: [UInt8] {
    let raw = rawRepresentation.span
    var hash = SHA256()
    let input =
      switch type {
      case .p256: KeyThumbprintInput(p256X: raw.extracting(first: 32), y: raw.extracting(last: 32))
      case .ed25519: KeyThumbprintInput(ed25519: raw)
      }
    input.forEachPiece { hash.update(data: [UInt8](copying: $0)) }
    return Array(hash.finalize())
  }

  /// Whether `signature` is the 64-byte signature (RFC 9053, section 2) of `structure` under this key. A
  /// signature of another length is not valid.
  public func isValidSignature(
    _ signature: Span<UInt8>, of structure: borrowing SignatureStructure
  ) -> Bool {
    let message = [UInt8](joining: { structure.forEachPiece($0) })
    let signature = [UInt8](copying: signature)
    switch type {
    case .p256:
      guard let key = try? P256.Signing.PublicKey(rawRepresentation: rawRepresentation),
        let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
      else { return false }
      return key.isValidSignature(parsed, for: message)
    case .ed25519:
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: rawRepresentation) else {
        return false
      }
      return key.isValidSignature(signature, for: message)
    }
  }
}
