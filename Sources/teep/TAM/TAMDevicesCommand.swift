import ArgumentParser
import Foundation
import TEEPHost

struct TAMDevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices", abstract: "List the devices that the TAM knows, and what they hold.")

  @OptionGroup var options: ListOptions
  @OptionGroup var admin: AdminOptions

  func run() async throws {
    try options.show(await admin.client.devices()) { device in
      let seen = device.lastSeen.map { "last seen \($0.ISO8601Format())" } ?? "never seen"
      let failure = device.lastFailure.map { failure in
        "  error \(failure.code) at \(failure.time.ISO8601Format()): \(failure.message ?? "no message")"
      }
      let attestation = device.attestation.map { attestation in
        "  attestation \(attestation.problem.map { "failed: \($0)" } ?? "passed")"
          + " at \(attestation.time.ISO8601Format())"
      }
      return ["device \(device.name) key \(device.keyIdentifier) \(device.keyType) \(seen)"]
        + device.components.map { component in
          "  component \(component.identifier) "
            + described(size: component.size, sha256: component.sha256)
            + (component.sequenceNumber.map { " sequence-number \($0)" } ?? "")
        } + [attestation, failure].compactMap(\.self)
    }
  }
}
