public import TEEPHost

/// Where an agent is, spelt `unix:PATH`, `tcp:HOST:PORT`, the path of a serial port, `usb:VENDOR:PRODUCT[:SERIAL]` or `pty`.
public enum DeviceAddress: Hashable, Sendable, CustomStringConvertible {
  /// An agent that listens on a Unix socket.
  case unixSocket(UnixSocketAddress)
  /// An agent that listens on a TCP port of this machine.
  case tcp(LoopbackAddress)
  /// A serial port, by the path of its device file. Paths below /dev/serial/by-id stay with the device.
  case serialPort(path: String)
  /// The serial port of a USB device, wherever it is plugged in.
  case usb(USBIdentity)
  /// A pseudo-terminal that the broker opens, for an agent to be attached to.
  case pseudoTerminal

  /// Reads a spelling.
  public init(_ spelling: String) throws(DeviceAddressError) {
    if spelling == "pty" {
      self = .pseudoTerminal
    } else if spelling.hasPrefix("unix:") {
      do { self = .unixSocket(try UnixSocketAddress(spelling)) } catch { throw .badSocket(error) }
    } else if spelling.hasPrefix("tcp:") {
      guard let address = LoopbackAddress(String(spelling.dropFirst(4))), address.port > 0 else {
        throw .otherMachine(spelling)
      }
      self = .tcp(address)
    } else if spelling.hasPrefix("usb:") {
      guard let identity = USBIdentity(String(spelling.dropFirst(4))) else { throw .badUSB(spelling) }
      self = .usb(identity)
    } else if spelling.hasPrefix("/"), !spelling.utf8.contains(0) {
      self = .serialPort(path: spelling)
    } else {
      throw .unknown(spelling)
    }
  }

  public var description: String {
    switch self {
    case .unixSocket(let address): address.description
    case .tcp(let address): "tcp:\(address)"
    case .serialPort(let path): path
    case .usb(let identity): "usb:\(identity)"
    case .pseudoTerminal: "pty"
    }
  }
}

/// Why a spelling says no place of an agent.
public enum DeviceAddressError: Error, Equatable, CustomStringConvertible {
  case badSocket(UnixSocketAddressError)
  case otherMachine(String)
  case badUSB(String)
  case unknown(String)

  public var description: String {
    switch self {
    case .badSocket(let error): error.description
    case .otherMachine(let spelling):
      "'\(spelling.printable)' is no port of this machine alone, and the link is not made for a network; "
        + "give tcp:127.0.0.1:PORT, tcp:[::1]:PORT or tcp:localhost:PORT"
    case .badUSB(let spelling):
      "'\(spelling.printable)' is no USB device; give usb:VENDOR:PRODUCT or usb:VENDOR:PRODUCT:SERIAL, the first two as "
        + "four hexadecimal digits, as lsusb shows them"
    case .unknown(let spelling):
      "'\(spelling.printable)' is no device; give unix:PATH, the path of a serial port such as /dev/ttyACM0, "
        + "usb:VENDOR:PRODUCT, tcp:127.0.0.1:PORT, or pty"
    }
  }
}
