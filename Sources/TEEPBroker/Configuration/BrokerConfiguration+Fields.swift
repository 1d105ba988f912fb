import Foundation
import Logging
import TEEPHost

extension BrokerConfiguration {
  /// Reads all fields.
  ///
  /// - Parameter folder: what relative paths are relative to; nil for the current folder.
  init(_ root: ConfigurationField, folder: String?) throws {
    let fields = try root.members([
      "devices", "tam", "policy-interval", "api", "metrics", "state", "log", "network", "retries", "limits",
    ])
    guard let socket = fields["api"] else {
      throw root.error(
        "the field 'api' is missing; give it the socket for applications, as in 'api: {socket: PATH}'")
    }
    self.init(api: try APIConfiguration(socket, folder))
    if let field = fields["limits"] { limits = try BrokerLimits(field) }
    if let field = fields["devices"] {
      for element in try field.elements(upTo: limits.maximumDevices) {
        let device = try DeviceConfiguration(element)
        guard !devices.contains(where: { $0.name == device.name }) else {
          throw element.error("there are two devices with the name '\(device.name)'; give each one its own")
        }
        devices.append(device)
      }
    }
    tam = try fields["tam"]?.value { try RemoteURI($0) }
    if let field = fields["policy-interval"] {
      policyInterval = try field.duration(.seconds(1) ... .seconds(31_536_000))
    }
    metrics = try fields["metrics"]?.loopbackAddress()
    state = try fields["state"]?.path(folder)
    if let field = fields["log"] { log = try LogConfiguration(field) }
    if let field = fields["network"] { network = try NetworkConfiguration(field, folder) }
    if let field = fields["retries"] { retries = try RetryPolicy(field) }
  }
}

extension DeviceConfiguration {
  /// Characters of a name.
  private static let longestName = 64

  init(_ field: ConfigurationField) throws {
    let fields = try field.members(["name", "address", "baud", "tam", "policy-interval"])
    guard let address = fields["address"] else {
      throw field.error("the field 'address' is missing; give it where the agent is, such as /dev/ttyACM0")
    }
    self.init(address: try address.value { try DeviceAddress($0) })
    if let field = fields["name"] {
      name = try field.text()
      guard name.count <= Self.longestName,
        name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
      else {
        throw field.error(
          "'\(name.printable)' is no name; give at most \(Self.longestName) letters, digits and '-', '_' or '.'"
        )
      }
    }
    if let field = fields["baud"] {
      baud = try field.number(1...Int(Int32.max))
      guard Terminal.speeds[baud] != nil else { throw field.error("\(SerialPortError.unknownSpeed(baud))") }
    }
    tam = try fields["tam"]?.value { try RemoteURI($0) }
    policyInterval = try fields["policy-interval"]?.duration(.seconds(1) ... .seconds(31_536_000))
  }
}

extension APIConfiguration {
  init(_ field: ConfigurationField, _ folder: String?) throws {
    let fields = try field.members(["socket", "users", "groups"])
    guard let socket = fields["socket"] else {
      throw field.error("the field 'socket' is missing; give it the path of the socket for applications")
    }
    self.init(
      address: try socket.value { text in
        try UnixSocketAddress(
          "unix:" + path(text.hasPrefix("unix:") ? String(text.dropFirst(5)) : text, in: folder))
      })
    users = try fields["users"]?.texts() ?? []
    groups = try fields["groups"]?.texts() ?? []
  }
}

extension LogConfiguration {
  fileprivate init(_ field: ConfigurationField) throws {
    self.init()
    let fields = try field.members(["level", "format"])
    if let field = fields["level"] { level = try field.word(Logger.Level.self) }
    if let field = fields["format"] { format = try field.word(Format.self) }
  }
}

extension ConfigurationField {
  /// The path of a file.
  func path(_ folder: String?) throws(ConfigurationError) -> String {
    TEEPBroker.path(try text(), in: folder)
  }

  fileprivate func loopbackAddress() throws(ConfigurationError) -> LoopbackAddress {
    let text = try text()
    guard let address = LoopbackAddress(text) else {
      throw error("'\(text.printable)' is no port of this machine alone; give one such as 127.0.0.1:9464")
    }
    return address
  }
}

/// A path that a configuration in `folder` names.
private func path(_ name: String, in folder: String?) -> String {
  guard let folder, !name.hasPrefix("/") else { return name }
  return URL(fileURLWithPath: folder).appending(path: name).path
}
