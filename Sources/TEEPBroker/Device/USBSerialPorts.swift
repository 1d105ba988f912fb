import Foundation

/// The serial ports of USB devices, as the system shows them below `class/tty`: each port's directory lies somewhere
/// below that of its device, which has the files idVendor, idProduct and serial.
struct USBSerialPorts {
  /// Directories between a port and its device, beyond which none is looked for.
  private static let deepest = 6

  let systemFolder: String
  let deviceFolder: String

  init(systemFolder: String = "/sys", deviceFolder: String = "/dev") {
    self.systemFolder = systemFolder
    self.deviceFolder = deviceFolder
  }

  /// The device file of the one port that belongs to a device of this identity.
  func path(of identity: USBIdentity) throws(USBSerialPortError) -> String {
    let folder = "\(systemFolder)/class/tty"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let found = names.filter { name in
      device(ofPort: "\(folder)/\(name)").map { matches(identity, $0) } ?? false
    }
    guard let name = found.first else { throw .absent(identity) }
    guard found.count == 1 else { throw .several(identity, found.sorted()) }
    return "\(deviceFolder)/\(name)"
  }

  /// The directory of the USB device that a port belongs to.
  private func device(ofPort port: String) -> String? {
    var folder = URL(fileURLWithPath: "\(port)/device").resolvingSymlinksInPath()
    for _ in 0..<Self.deepest {
      if FileManager.default.fileExists(atPath: folder.appending(path: "idVendor").path) {
        return folder.path
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  private func matches(_ identity: USBIdentity, _ device: String) -> Bool {
    func attribute(_ name: String) -> String? {
      (try? String(contentsOfFile: "\(device)/\(name)", encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return attribute("idVendor")?.lowercased() == identity.vendor
      && attribute("idProduct")?.lowercased() == identity.product
      && (identity.serial == nil || attribute("serial") == identity.serial)
  }
}

/// Why no port is taken for a USB device.
public enum USBSerialPortError: Error, Equatable, CustomStringConvertible {
  case absent(USBIdentity)
  case several(USBIdentity, [String])

  public var description: String {
    switch self {
    case .absent(let identity): "no serial port of a USB device \(identity) is plugged in"
    case .several(let identity, let names):
      "several serial ports belong to USB devices \(identity): \(names.joined(separator: ", ")); "
        + "add the serial number, or give a path below /dev/serial/by-id"
    }
  }
}
