import Foundation
import TEEPHost
import TEEPTestSupport

/// What operators and applications do.
extension Deployment {
  func enrol() throws {
    try operate("enroll", "--device-key", folder.path("agent.pub.pem"), "--name", "device")
  }

  /// Enrols a device whose evidence has to be signed by the key of this name.
  func enrol(attestedBy key: String) throws {
    try operate(
      "enroll", "--device-key", folder.path("agent.pub.pem"), "--name", "device", "--attestation-key",
      folder.path("\(key).pub.pem"), "--ueid", Self.ueid)
  }

  /// Runs a command of `teep tam`.
  @discardableResult
  func operate(_ arguments: String...) throws -> Command.Outcome {
    try succeed(Command(product: "teep"), ["tam"] + arguments + admin)
  }

  /// Publishes `TEEP-Device/NAME` with its payload in the envelope.
  func publishIntegrated(_ name: String, version: Int = 1, _ payload: [UInt8]) throws {
    try operate("publish", author(name, version: version, payload))
  }

  /// Publishes `TEEP-Device/NAME` with a payload that the TAM serves.
  func publish(_ name: String, version: Int = 1, _ payload: [UInt8]) throws {
    let envelope = try author(name, version: version, payload, "uri: \(payloadURI)")
    try operate("publish", envelope, folder.path("\(name)-\(version).bin"))
  }

  /// Publishes `TEEP-Device/NAME` with a payload that another server has.
  func publish(_ name: String, version: Int = 1, _ payload: [UInt8], at uri: String) throws {
    try operate("publish", author(name, version: version, payload, "uri: \(uri)"))
  }

  /// Runs a command of `teep-broker` as an application does.
  func ask(_ arguments: String...) throws -> Command.Outcome {
    try Command(product: "teep-broker").run(arguments + api)
  }

  /// What the TAM knows of the one device.
  func device() throws -> DeviceStatus {
    let output = try operate("devices", "--json").output
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let devices = try decoder.decode([DeviceStatus].self, from: Data(output))
    guard devices.count == 1 else { throw Unexpected("the TAM knows \(devices.count) devices") }
    return devices[0]
  }

  /// What `teep store list` says of all that is installed; no text where nothing is. The flash around it may change, since
  /// an agent remembers what applications ask for.
  func list(_ image: [UInt8]) throws -> String {
    try folder.write(image, to: "image")
    let outcome = try Command(product: "teep").run(["store", "list", "--image", folder.path("image")])
    guard outcome.status == 0 else { throw Unexpected(outcome.errors) }
    return String(decoding: outcome.output, as: UTF8.self)
  }

  /// The bytes of `TEEP-Device/NAME` in the image of a store; nil where it is not there.
  func extract(_ name: String, from image: [UInt8]) throws -> [UInt8]? {
    try folder.write(image, to: "image")
    let outcome = try Command(product: "teep").run([
      "store", "extract", "--image", folder.path("image"), "TEEP-Device/\(name)", "--output",
      folder.path("extracted"),
    ])
    guard outcome.status == 0 else {
      guard outcome.errors.contains("does not hold the component TEEP-Device/\(name)") else {
        throw Unexpected(outcome.errors)
      }
      return nil
    }
    return try folder.read("extracted")
  }
}
