import ArgumentParser
import Foundation
import TEEPAuthor
import TEEPHost

/// Makes many devices: a key and a store each, all known to the TAM, and the broker's configuration for them.
struct PrepareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "prepare")

  @Option(help: "How many devices.")
  var count: Int

  @Option(help: "The TAM's public key in PEM.")
  var tamKey: String

  @Option(help: "The TAM's URI.")
  var tamURI: String

  @Option(help: "The signer's public key in PEM.")
  var signerKey: String

  @Option(help: "The TAM's admin socket, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var admin: UnixSocketAddress

  @Option(help: "Where the files go: NUMBER.flash for each device, and agents, the arguments of teep-agent.")
  var folder: String

  static let vendorDomain = "teep.example"
  static let className = "benchmark"

  func run() async throws {
    let vendor = UUID.vendor(domain: Self.vendorDomain)
    let deviceClass = DeviceClass(
      vendorIdentifier: vendor, classIdentifier: UUID.deviceClass(Self.className, vendor: vendor))
    let tam = ProvisioningRequest.Anchor(key: try KeyFile.verificationKey(at: tamKey), uri: tamURI)
    let signer = ProvisioningRequest.Anchor(key: try KeyFile.verificationKey(at: signerKey))
    let board = try DeviceBoard(named: "microbit")
    let client = AdminClient(admin)
    var arguments: [String] = []
    for number in 0..<count {
      let key = try SigningKey(generating: .p256)
      let image = try ProvisioningRequest(
        deviceKey: key, tams: [tam], signers: [signer], deviceClass: deviceClass
      ).image(for: board)
      try FileContents.write(image, to: "\(folder)/\(number).flash")
      _ = try await client.enroll(
        EnrollmentRequest(name: "device-\(number)", publicKey: key.verificationKey.pem()))
      arguments += ["--link", "unix:\(folder)/\(number).sock", "--flash", "\(folder)/\(number).flash"]
    }
    try FileContents.write(Array((arguments.joined(separator: "\n") + "\n").utf8), to: "\(folder)/agents")
    let devices = (0..<count).map { "  - {name: device-\($0), address: 'unix:\(folder)/\($0).sock'}\n" }
    try FileContents.write(
      Array(("devices:\n" + devices.joined()).utf8), to: "\(folder)/devices.yaml")
  }
}
