import ArgumentParser
import TEEPAuthor
import TEEPHost

struct ManifestSignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign a SUIT envelope or manifest.",
    discussion: "Signatures that an envelope has already stay in it: it may be signed with several keys.")

  @Option(help: "The Trusted Component signer's private key in PEM.")
  var key: String

  @Argument(help: "The envelope, or a bare manifest.")
  var input: String

  @Option(help: "The file of the signed envelope.")
  var output: String

  func run() throws {
    let key = try KeyFile.signingKey(at: key)
    let bytes = try FileContents.read(input)
    let signed = try about(input) {
      var envelope = try EnvelopeDocument(decoding: bytes)
      try envelope.sign(with: key)
      return envelope.encoded
    }
    try FileContents.write(signed, to: output)
  }
}
