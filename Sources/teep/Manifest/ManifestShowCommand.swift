import ArgumentParser
import TEEPAuthor
import TEEPHost

struct ManifestShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a SUIT envelope or manifest says.",
    discussion: "'teep inspect' shows all of its bytes.")

  @Argument(help: "The envelope, or a bare manifest; - for standard input.")
  var file: String

  @Option(help: "A signer's public key in PEM: the envelope must have a valid signature by it.")
  var key: String?

  @Option(help: "The file of a key shared with devices: the envelope must have a valid code by it.")
  var macKey: String?

  func run() throws {
    let key = try key.map(KeyFile.verificationKey)
    let macKey = try macKey.map(MACKey.init(file:))
    let bytes = try FileContents.read(file)
    try about(file) {
      let envelope = try EnvelopeDocument(decoding: bytes)
      print(try ManifestSummary(envelope).lines.joined(separator: "\n"))
      if let key {
        guard envelope.isSigned(by: key) else { throw ManifestError.notSigned }
        print("signed by: \(key.thumbprint.hexadecimalDigits)")
      }
      if let macKey {
        guard envelope.isAuthenticated(by: macKey) else { throw ManifestError.notSigned }
        print("authenticated by: \(macKey.thumbprint.hexadecimalDigits)")
      }
    }
  }
}
