import ArgumentParser
import TEEPHost

struct TAMUnenrollCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unenroll",
    abstract: "Make a device unknown to the TAM, which drops its messages from then on.")

  @Argument(help: "The device's name.")
  var name: String

  @OptionGroup var admin: AdminOptions

  func run() async throws {
    let device = try await admin.client.unenroll(name)
    print("unenrolled \(device.name) with key \(device.keyIdentifier)")
  }
}
