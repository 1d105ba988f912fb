import Foundation

/// A certificate authority, and certificates that it makes by OpenSSL in a folder of its own.
public struct TestAuthority: Sendable {
  private let folder: TemporaryFolder
  private let name: String
  /// The certificates of this authority and of those above it but the first, which is trusted; DER.
  public let chain: [[UInt8]]

  /// The file of its own certificate in PEM.
  public var file: String { folder.path("\(name).pem") }

  /// An authority that nobody is above of.
  public init(_ name: String = "root") throws {
    folder = try TemporaryFolder()
    self.name = name
    chain = []
    try makeKey()
    try run(
      "req", "-x509", "-new", "-days", "30", "-subj", "/CN=\(name)", "-key", folder.path("\(name).key"),
      "-out", file)
  }

  private init(_ name: String, in folder: TemporaryFolder) throws {
    (self.folder, self.name, chain) = (folder, name, [])
    try makeKey()
  }

  private init(_ authority: TestAuthority, chain: [[UInt8]]) {
    (folder, name, self.chain) = (authority.folder, authority.name, chain)
  }

  /// x ‖ y of its key.
  public func publicKey() throws -> [UInt8] { try Self.point(in: keyFile(of: name)) }

  /// An authority that this one vouches for.
  ///
  /// - Parameter extensions: of its certificate, as a configuration file of OpenSSL has them.
  public func authority(
    _ name: String, extensions: [String] = TestAuthority.authorityExtensions, days: Int = 30
  ) throws -> TestAuthority {
    let authority = try TestAuthority(name, in: folder)
    let certificate = try issue(name, key: keyFile(of: name), extensions: extensions, days: days)
    return TestAuthority(authority, chain: [certificate] + chain)
  }

  /// The certificates of a key, its own first, in DER.
  ///
  /// - Parameters:
  ///   - publicKey: x ‖ y of a key on P-256.
  ///   - name: the subject's DNS name.
  public func certificates(
    for publicKey: [UInt8], name: String, extensions: [String] = [], days: Int = 30
  ) throws -> [[UInt8]] {
    let pem = "-----BEGIN PUBLIC KEY-----\n\(Data(Self.keyInfo + publicKey).base64EncodedString())\n"
    let key = try folder.write(Array((pem + "-----END PUBLIC KEY-----\n").utf8), to: "leaf.pub")
    let all = ["subjectAltName=DNS:\(name)"] + extensions
    return [try issue("leaf", key: key, extensions: all, days: days)] + chain
  }

  /// Certificates in PEM.
  public static func pem(_ certificates: [[UInt8]]) -> [UInt8] {
    certificates.flatMap { certificate in
      let text = Data(certificate).base64EncodedString(options: [
        .lineLength64Characters, .endLineWithLineFeed,
      ])
      return Array("-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".utf8)
    }
  }

  /// What makes a certificate that of an authority.
  public static let authorityExtensions = [
    "basicConstraints=critical,CA:true", "keyUsage=critical,keyCertSign",
  ]

  /// The SubjectPublicKeyInfo of a key on P-256 up to x ‖ y (RFC 5480, section 2).
  private static let keyInfo = [UInt8](
    hexadecimal: "3059301306072a8648ce3d020106082a8648ce3d03010703420004")

  private static func point(in file: String) throws -> [UInt8] {
    let outcome = try Command("openssl").run(["pkey", "-pubin", "-in", file, "-outform", "DER"])
    return outcome.output.suffix(64)
  }

  private func makeKey() throws {
    let key = folder.path("\(name).key")
    try run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
    try run("pkey", "-in", key, "-pubout", "-out", keyFile(of: name))
  }

  private func keyFile(of name: String) -> String { folder.path("\(name).pub") }

  private func issue(_ name: String, key: String, extensions: [String], days: Int) throws -> [UInt8] {
    let settings = try folder.write(Array(extensions.joined(separator: "\n").utf8), to: "\(name).ext")
    let output = folder.path("\(name).pem")
    try run(
      "x509", "-new", "-subj", "/CN=\(name)", "-force_pubkey", key, "-CA", file, "-CAkey",
      folder.path("\(self.name).key"), "-CAcreateserial", "-days", "\(days)", "-extfile", settings, "-out",
      output)
    return try Command("openssl").run(["x509", "-in", output, "-outform", "DER"]).output
  }

  private func run(_ arguments: String...) throws {
    let outcome = try Command("openssl").run(arguments)
    guard outcome.status == 0 else { throw Failure(text: outcome.errors) }
  }

  private struct Failure: Error {
    let text: String
  }
}
