/// Keys in PEM files.
public enum KeyFile {
  /// More than any key in PEM has.
  private static let limit = 1 << 16

  /// The private key in the file at `path`.
  public static func signingKey(at path: String) throws(FileError) -> SigningKey {
    let text = try FileContents.readText(path, limit: limit)
    do { return try SigningKey(pem: text) } catch { throw FileError(path, error.description) }
  }

  /// The public key in the file at `path`.
  public static func verificationKey(at path: String) throws(FileError) -> VerificationKey {
    let text = try FileContents.readText(path, limit: limit)
    do { return try VerificationKey(pem: text) } catch { throw FileError(path, error.description) }
  }

  /// The public key in the file at `path`, which has to be one of P-256, as ECDH-ES needs.
  public static func keyAgreementKey(at path: String) throws(FileError) -> VerificationKey {
    let key = try verificationKey(at: path)
    guard key.type == .p256 else { throw FileError(path, "is no P-256 key, which key agreement needs") }
    return key
  }

  /// The public key in the file at `path`, or the public half of the private key there.
  public static func key(at path: String) throws(FileError) -> (key: VerificationKey, isPrivate: Bool) {
    let text = try FileContents.readText(path, limit: limit)
    do {
      do { return try (VerificationKey(pem: text), false) } catch KeyError.isPrivate {
        return try (SigningKey(pem: text).verificationKey, true)
      }
    } catch {
      throw FileError(path, "\(error)")
    }
  }

  /// Where the public key goes whose private key is at `path`: `tam.pub.pem` beside `tam.pem`.
  public static func publicPath(beside path: String) -> String {
    (path.hasSuffix(".pem") ? String(path.dropLast(4)) : path) + ".pub.pem"
  }

  /// Writes a new private key to `path`, which must not exist, readable by its owner alone.
  public static func write(_ key: SigningKey, to path: String) throws(FileError) {
    let text: String
    do { text = try key.pem() } catch { throw FileError(path, error.description) }
    try FileContents.createPrivate(Array(text.utf8), at: path)
  }

  /// Writes a public key to `path`.
  public static func write(_ key: VerificationKey, to path: String) throws(FileError) {
    let text: String
    do { text = try key.pem() } catch { throw FileError(path, error.description) }
    try FileContents.write(Array(text.utf8), to: path)
  }
}
