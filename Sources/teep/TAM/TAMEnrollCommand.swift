import ArgumentParser
import TEEPHost

struct TAMEnrollCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll", abstract: "Make a device known to the TAM, by its public key.")

  @Option(help: "The device's public key in PEM.")
  var deviceKey: String

  @Option(help: "What people call the device.")
  var name: String

  @Option(help: "The public key in PEM that the device's evidence is signed with.")
  var attestationKey: String?

  @Option(help: "The UEID that the device's evidence has, in hexadecimal.")
  var ueid: String?

  @OptionGroup var admin: AdminOptions

  func run() async throws {
    let key = try KeyFile.verificationKey(at: deviceKey)
    let evidenceKey = try attestationKey.map(KeyFile.verificationKey)
    let device = try await admin.client.enroll(
      EnrollmentRequest(
        name: name, publicKey: key.pem(), attestationKey: evidenceKey?.pem(), ueid: ueid))
    print("enrolled \(device.name) with key \(device.keyIdentifier)")
  }
}
