import Glibc

/// A serial port of the system, which one broker uses at a time.
struct SerialPort: Sendable {
  let path: String
  /// Bits per second, one of ``Terminal/speeds``.
  let baud: Int

  /// Opens the port and sets it up; the caller owns the descriptor.
  func open() throws -> Int32 {
    guard let speed = Terminal.speeds[baud] else { throw SerialPortError.unknownSpeed(baud) }
    // The path is a string of its own for the call.
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0, errno == EBUSY { throw SerialPortError.inUse(path) }
    try check("open \(path)", descriptor)
    do {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SerialPortError.inUse(path) }
      guard isatty(descriptor) == 1 else { throw SerialPortError.noTerminal(path) }
      // For programs that do not look at the lock. Those of root may open it all the same.
      try check("ioctl", ioctl(descriptor, UInt(TIOCEXCL), 0))
      try Terminal.makeRaw(descriptor, speed: speed)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }
}

/// Why a serial port cannot be used.
public enum SerialPortError: Error, Equatable, CustomStringConvertible {
  case unknownSpeed(Int)
  case inUse(String)
  case noTerminal(String)

  public var description: String {
    switch self {
    case .unknownSpeed(let baud):
      "\(baud) is no speed of a serial port; give one of "
        + Terminal.speeds.keys.sorted().map(String.init).joined(separator: ", ")
    case .inUse(let path): "\(path) is in use by another program; end it first"
    case .noTerminal(let path): "\(path) is no serial port"
    }
  }
}
