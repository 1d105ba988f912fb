import ArgumentParser
import TEEPBroker

/// `teep-broker check-config`
struct CheckConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-config",
    abstract: "Say in one sentence what is wrong with a configuration, and where.",
    discussion:
      "Takes what 'run' takes. The files that the configuration names are read too; nothing is opened.")

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let configuration = try options.file.read()
    print("the configuration is right (devices: \(configuration.devices.count))")
  }
}
