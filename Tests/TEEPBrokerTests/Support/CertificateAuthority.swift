import TEEPTestSupport

/// An authority, and certificates that it vouches for, made by OpenSSL in a folder of their own.
struct CertificateAuthority: Sendable {
  private let folder: TemporaryFolder

  /// The authority's own certificate.
  var file: String { folder.path("authority.pem") }

  init() throws {
    folder = try TemporaryFolder()
    try run(
      "req", "-x509", "-days", "2", "-subj", "/CN=authority", "-keyout", folder.path("authority.key"), "-out",
      file, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
  }

  /// Makes a key and a certificate for the names, each such as `DNS:localhost` or `IP:::1`; gives their files.
  func issue(_ names: String...) throws -> (certificate: String, key: String) {
    let file = names.joined(separator: "-").replacing(":", with: "_")
    let paths = Dictionary(
      uniqueKeysWithValues: ["key", "csr", "ext", "pem"].map { ($0, folder.path("\(file).\($0)")) })
    func path(_ ending: String) -> String { paths[ending, default: ""] }
    try folder.write(Array("subjectAltName=\(names.joined(separator: ","))\n".utf8), to: "\(file).ext")
    try run(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=holder",
      "-keyout", path("key"), "-out", path("csr"))
    try run(
      "x509", "-req", "-in", path("csr"), "-CA", self.file, "-CAkey", folder.path("authority.key"),
      "-CAcreateserial", "-days", "1", "-extfile", path("ext"), "-out", path("pem"))
    return (path("pem"), path("key"))
  }

  private func run(_ arguments: String...) throws {
    let outcome = try Command("openssl").run(arguments)
    guard outcome.status == 0 else { throw Failure(text: outcome.errors) }
  }

  private struct Failure: Error {
    let text: String
  }
}
