import Glibc

/// A pseudo-terminal whose other end an agent is attached to, by its path.
public final class PseudoTerminal: Sendable {
  /// The path of the end that the agent opens.
  public let path: String
  private let master: Int32
  /// Kept open, because the line counts as cut while nobody has its other end.
  private let slave: Int32

  /// Opens a new one.
  public init() throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    // The pointers are valid for the call; the name is asked for below, with the length of its buffer.
    try check("openpty", unsafe openpty(&master, &slave, nil, nil, nil))
    do {
      for descriptor in [master, slave] { try check("fcntl", fcntl(descriptor, F_SETFD, FD_CLOEXEC)) }
      try Terminal.makeRaw(slave)
      path = try Self.path(of: slave)
    } catch {
      close(slave)
      close(master)
      throw error
    }
    self.master = master
    self.slave = slave
  }

  deinit {
    close(slave)
    close(master)
  }

  /// A descriptor of the broker's end, which the caller owns.
  func open() throws -> Int32 {
    try check("fcntl", fcntl(master, F_DUPFD_CLOEXEC, 0))
  }

  private static func path(of terminal: Int32) throws -> String {
    var name = [CChar](repeating: 0, count: 128)
    // The pointer is valid for the call, which ends what it writes with a zero.
    let status = unsafe ttyname_r(terminal, &name, name.count)
    guard status == 0 else { throw SystemError(call: "ttyname_r", number: status) }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
