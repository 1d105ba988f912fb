import ArgumentParser
import TEEPAuthor
import TEEPHost

struct ManifestSignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign a SUIT envelope or manifest.",
    discussion: """
      Signatures that an envelope has already stay in it: it may be signed with several keys. With a MAC key it gets a \
      COSE_Mac0 (HMAC-256), for devices whose description has the same file as 'mac-key' of a signer. Whoever has that \
      key, each of these devices too, can make manifests that the others take. Certificates are for devices that \
      trust the authority which made them; others take the signature by the key alone.
      """)

  @Option(help: "The Trusted Component signer's private key in PEM.")
  var key: String?

  @Option(help: "The file of the raw bytes, 16 to 64, of a key shared with devices; in place of --key.")
  var macKey: String?

  @Option(help: "The certificates in PEM of --key, its own first, that go with the signature.")
  var certificates: String?

  @Argument(help: "The envelope, or a bare manifest.")
  var input: String

  @Option(help: "The file of the signed envelope.")
  var output: String

  func validate() throws {
    guard (key == nil) != (macKey == nil) else { throw ValidationError("give either --key or --mac-key") }
    guard certificates == nil || key != nil else { throw ValidationError("--certificates go with --key") }
  }

  func run() throws {
    let signingKey = try key.map(KeyFile.signingKey)
    let chain = try certificates.map(CertificateChain.init(at:))
    let macKey = try macKey.map(MACKey.init(file:))
    let bytes = try FileContents.read(input)
    let signed = try about(input) {
      var envelope = try EnvelopeDocument(decoding: bytes)
      if let signingKey { try envelope.sign(with: signingKey, certificates: chain) }
      if let macKey { try envelope.authenticate(with: macKey) }
      return envelope.encoded
    }
    try FileContents.write(signed, to: output)
  }
}
