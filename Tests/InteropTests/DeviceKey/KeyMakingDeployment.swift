import Foundation
import StoreTestSupport
import TEEPAgent
import TEEPTestSupport

/// What a maker and an operator do for a device that makes its key itself.
extension Deployment {
  /// The file of the store of a device that has to make its key, for the board.
  func provisionWithoutKey(for board: String, to file: String) throws -> String {
    // Who reads the key makes this file.
    try FileManager.default.removeItem(atPath: folder.path("agent.pub.pem"))
    let description = """
      device-makes-key: true
      vendor-id: \(Self.vendor)
      class-id: \(Self.deviceClass)
      tams: [{key: tam-esp256.pub.pem, uri: "\(tamURI)"}]
      signers: [{key: signer.pub.pem}]
      """
    try folder.write(Array(description.utf8), to: "device.yaml")
    try succeed(
      Command(product: "teep"), "provision", "--board", board, "--description", folder.path("device.yaml"),
      "--output", folder.path(file))
    return folder.path(file)
  }

  /// `teep provision --read-key`, which writes `agent.pub.pem` or another file.
  func readKey(of device: some Device, to file: String = "agent.pub.pem") throws -> Command.Outcome {
    try Command(product: "teep").run([
      "provision", "--read-key", "unix:" + device.link, "--output", folder.path(file),
    ])
  }

  /// The kid of a COSE_Sign1 that verifies with the key in `agent.pub.pem`, by pyca/cryptography.
  func verify(_ message: [UInt8]) throws -> String {
    let here = FileManager.default.currentDirectoryPath
    let process = Command("env")
    return try succeed(
      process,
      [
        "\(here)/.sources/python/cbor2/bin/python", "\(here)/Tests/InteropTests/Python/sign1.py",
        folder.path("agent.pub.pem"),
      ], input: message
    ).text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The private key that the image of a store holds, in its first 42 bytes of provisioning.
  static func privateKey(in image: [UInt8]) throws -> [UInt8] {
    let store = try Store(mounting: SimulatedFlash(image: image))
    return [UInt8](store.provisioning)[10..<42].map { $0 }
  }
}
