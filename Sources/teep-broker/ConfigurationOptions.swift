public import ArgumentParser
import Foundation
public import Logging
import TEEPBroker
import TEEPHost

/// Where the broker's configuration comes from: a file, over it the environment, and over that flags.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: "The configuration file, in YAML. TEEP_BROKER_CONFIG in the environment says the same.")
  var config: String?

  @Option(
    help: """
      Where an agent is, in place of the file's devices: unix:PATH, tcp:127.0.0.1:PORT, the path of a serial port, \
      usb:VENDOR:PRODUCT[:SERIAL], or pty to open one and print its path. May be given several times.
      """,
    transform: { try DeviceAddress($0) })
  var device: [DeviceAddress] = []

  @Option(
    help: "The URI of the TAM that is suggested to agents, and used where they name none.",
    transform: { try RemoteURI($0) })
  var tam: RemoteURI?

  @Option(help: "The Unix socket for applications, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var api: UnixSocketAddress?

  @Option(help: "The speed of the serial ports given with --device, in bits per second.")
  var baud = 115_200

  @Option(help: "Seconds between two policy checks, give or take a tenth.")
  var policyInterval: Int?

  @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel: Logger.Level?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      """
      Any other field of the file, such as retries.attempts=3. The variable TEEP_BROKER_RETRIES__ATTEMPTS in the \
      environment says the same.
      """, valueName: "field=value"))
  var settings: [String] = []

  private static let prefix = "TEEP_BROKER_"

  func validate() throws {
    guard
      path != nil || (!device.isEmpty && (api != nil || settings.contains { $0.hasPrefix("api.socket=") }))
    else { throw ValidationError("give --config, or --device and --api") }
    if let policyInterval, !(1...31_536_000 ~= policyInterval) {
      throw ValidationError("--policy-interval is a number of seconds from 1 to 31536000")
    }
    for setting in settings where !setting.dropFirst().contains("=") {
      throw ValidationError("--set \(setting): must be FIELD=VALUE")
    }
  }

  /// All of it together, to be read as often as needed.
  var file: ConfigurationFile { ConfigurationFile(path: path, overrides: environment + flags) }

  private var path: String? { config ?? ProcessInfo.processInfo.environment["TEEP_BROKER_CONFIG"] }

  private var environment: [ConfigurationFile.Override] {
    ProcessInfo.processInfo.environment.sorted { $0.key < $1.key }.compactMap { name, value in
      guard name.hasPrefix(Self.prefix), name != "TEEP_BROKER_CONFIG" else { return nil }
      let field = name.dropFirst(Self.prefix.count).lowercased()
        .replacing("__", with: ".").replacing("_", with: "-")
      return ConfigurationFile.Override(field: field, value: value, origin: name)
    }
  }

  private var flags: [ConfigurationFile.Override] {
    var flags = settings.map { setting in
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      return ConfigurationFile.Override(field: parts[0], value: parts[1], origin: "--set")
    }
    func give(_ field: String, _ value: String?, _ flag: String) {
      if let value { flags.append(ConfigurationFile.Override(field: field, value: value, origin: flag)) }
    }
    if !device.isEmpty {
      let devices = device.map { "{address: \(Self.quoted($0.description)), baud: \(baud)}" }
      give("devices", "[\(devices.joined(separator: ", "))]", "--device")
    }
    give("tam", (tam?.description).map(Self.quoted), "--tam")
    give("api.socket", (api?.path).map { Self.quoted(Self.absolute($0)) }, "--api")
    give("policy-interval", policyInterval.map { "\($0)s" }, "--policy-interval")
    give("log.level", logLevel?.rawValue, "--log-level")
    return flags
  }

  /// A path on the command line is relative to the current folder, not to the one of the file.
  private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }

  /// A text as YAML.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
