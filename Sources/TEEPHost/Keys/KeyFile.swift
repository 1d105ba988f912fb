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
