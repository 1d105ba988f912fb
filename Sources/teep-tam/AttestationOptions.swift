import ArgumentParser
import TEEPHost
import TEEPTAM

/// How devices attest themselves, and the TAM to devices.
struct AttestationOptions: ParsableArguments {
  @Flag(help: "Demand evidence of devices, and check it by the attestation keys that they are enrolled with.")
  var checkEvidence = false

  @Option(
    help: ArgumentHelp(
      """
      The certificate in PEM of an authority that vouches for the attestation keys of devices that are enrolled without \
      one; each key's certificate names the device by a URI urn:dev:ueid:HEX. With --check-evidence.
      """, valueName: "file"))
  var attestationAuthority: String?

  @Option(
    help: ArgumentHelp(
      """
      What evidence may say, as JSON: [{"oemid": HEX, "hwmodel": HEX, "hwversion": [TEXT], "firmware": [SHA256]}], of \
      which one has to agree; with --check-evidence.
      """, valueName: "file"))
  var referenceValues: String?

  @Option(
    help: ArgumentHelp(
      "A verifier with Veraison's challenge-response API, which evidence is sent to.", valueName: "uri"))
  var verifier: String?

  @Option(
    help: ArgumentHelp(
      "The public key in PEM of a verifier whose attestation results are trusted; may be repeated.",
      valueName: "file"))
  var verifierKey: [String] = []

  @Option(
    help: ArgumentHelp(
      "Take attestation results without a nonce that are no older.", valueName: "seconds"))
  var resultAge: Int?

  @Option(
    help: ArgumentHelp(
      "The P-256 private key in PEM that evidence and reports are encrypted to.", valueName: "file"))
  var decryptionKey: String?

  @Option(
    help: ArgumentHelp("What attests the TAM to devices that ask for it.", valueName: "file"))
  var ownEvidence: String?

  @Option(
    help: ArgumentHelp(
      """
      A program that writes what attests the TAM to standard output; its argument is the challenge in hexadecimal, where \
      there is one.
      """, valueName: "file"))
  var ownEvidenceCommand: String?

  @Option(
    help: ArgumentHelp(
      "The media type of what attests the TAM; without it, it is an attestation result in TEEP's EAT profile.",
      valueName: "type"))
  var ownEvidenceFormat: String?

  func validate() throws {
    guard !checkEvidence || verifier == nil else {
      throw ValidationError("give --check-evidence or --verifier, not both")
    }
    guard referenceValues == nil || checkEvidence else {
      throw ValidationError("--reference-values needs --check-evidence")
    }
    guard attestationAuthority == nil || checkEvidence else {
      throw ValidationError("--attestation-authority needs --check-evidence")
    }
    guard verifier == nil || !verifierKey.isEmpty else {
      throw ValidationError("--verifier needs the key of its results, as --verifier-key")
    }
    guard resultAge.map({ (1...31 * 24 * 3600).contains($0) }) ?? true else {
      throw ValidationError("--result-age has to be 1 second to 31 days")
    }
    guard ownEvidence == nil || ownEvidenceCommand == nil else {
      throw ValidationError("give --own-evidence or --own-evidence-command, not both")
    }
  }

  /// Reads the files that are named.
  func attestation() throws -> Attestation {
    var attestation = Attestation()
    attestation.verifierKeys = try verifierKey.map { try KeyFile.verificationKey(at: $0) }
    attestation.resultAge = resultAge.map(Double.init)
    if checkEvidence {
      attestation.verifier = BuiltInVerifier(
        references: try referenceValues.map { try ReferenceValues(at: $0) } ?? .any,
        authority: try attestationAuthority.map { try AttestationAuthority(at: $0) })
    } else if let verifier {
      attestation.verifier = ExternalVerifier(base: verifier, keys: attestation.verifierKeys)
    }
    if let ownEvidence { attestation.ownEvidence = .file(ownEvidence, format: ownEvidenceFormat) }
    if let ownEvidenceCommand {
      attestation.ownEvidence = .command(ownEvidenceCommand, format: ownEvidenceFormat)
    }
    return attestation
  }

  func decryption() throws -> PayloadDecryption? {
    guard let decryptionKey else { return nil }
    let key = try KeyFile.signingKey(at: decryptionKey)
    do { return try PayloadDecryption(key) } catch { throw FileError(decryptionKey, "\(error)") }
  }
}
