import Crypto
import TEEPCodec
public import TEEPHost

/// A key that an author shares with devices, which authenticates manifests by HMAC-SHA-256 (COSE's HMAC 256/256, RFC 9053,
/// section 3.1).
public struct MACKey: Hashable, Sendable {
  /// As many bytes as devices take.
  public static let byteCounts = 16...64

  /// The key itself.
  public let bytes: [UInt8]

  /// Reads the raw bytes of a key from a file that its owner alone may read.
  public init(file path: String) throws(FileError) {
    bytes = try FileContents.readSecret(path, counts: Self.byteCounts)
  }

  /// The SHA-256 thumbprint of the COSE_Key (RFC 9679), which tells nothing of a key of random bytes.
  public var thumbprint: [UInt8] {
    var hash = SHA256()
    KeyThumbprintInput(symmetric: bytes.span).forEachPiece { hash.update(data: [UInt8](copying: $0)) }
    return Array(hash.finalize())
  }

  /// The authentication code of a structure, 32 bytes, which compares itself in constant time.
  func code(of structure: MACStructure) -> HMAC<SHA256>.MAC {
    var code = HMAC<SHA256>(key: SymmetricKey(data: bytes))
    structure.forEachPiece { code.update(data: [UInt8](copying: $0)) }
    return code.finalize()
  }
}
