public import TEEPHost

/// Where an agent is, spelt `unix:PATH`, the path of a serial port, or `pty` on command lines.
public enum DeviceAddress: Hashable, Sendable, CustomStringConvertible {
  /// An agent that listens on a Unix socket.
  case unixSocket(UnixSocketAddress)
  /// A serial port, by the path of its device file.
  case serialPort(path: String)
  /// A pseudo-terminal that the broker opens, for an agent to be attached to.
  case pseudoTerminal

  /// Reads a spelling.
  public init(_ spelling: String) throws(DeviceAddressError) {
    if spelling == "pty" {
      self = .pseudoTerminal
    } else if spelling.hasPrefix("unix:") {
      do { self = .unixSocket(try UnixSocketAddress(spelling)) } catch { throw .badSocket(error) }
    } else if spelling.hasPrefix("/"), !spelling.utf8.contains(0) {
      self = .serialPort(path: spelling)
    } else {
      throw .unknown(spelling)
    }
  }

  public var description: String {
    switch self {
    case .unixSocket(let address): address.description
    case .serialPort(let path): path
    case .pseudoTerminal: "pty"
    }
  }
}

/// Why a spelling says no place of an agent.
public enum DeviceAddressError: Error, Equatable, CustomStringConvertible {
  case badSocket(UnixSocketAddressError)
  case unknown(String)

  public var description: String {
    switch self {
    case .badSocket(let error): error.description
    case .unknown(let spelling):
      "'\(spelling)' is no device; give unix:PATH, the path of a serial port such as /dev/ttyACM0, or pty"
    }
  }
}
