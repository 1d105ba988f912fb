import TEEPTestSupport

/// A key pair on P-256.
struct P256Key: Sendable {
  let privateKey: [UInt8]
  /// x ‖ y.
  let publicKey: [UInt8]

  init(d: String, x: String, y: String) {
    privateKey = [UInt8](hexadecimal: d)
    publicKey = [UInt8](hexadecimal: x + y)
  }

  /// A key of the examples' `keys.json`.
  init(vector name: String) throws {
    let members = try Vectors.key(name)
    self.init(d: members["d"] ?? "", x: members["x"] ?? "", y: members["y"] ?? "")
  }

  /// The key pair of RFC 6979, appendix A.2.5.
  static let rfc6979 = P256Key(
    d: "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
    x: "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
    y: "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")

  /// The order of the curve (SEC 2, section 2.4.2).
  static let order = [UInt8](
    hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
}
