import Glibc
import TEEPLink

/// The agent's line: a Unix socket that brokers connect to, one at a time.
struct SocketPort: LinkPort, ~Copyable {
  private let listener: Int32
  private var connection: Int32 = -1
  private var buffer = [UInt8](repeating: 0, count: 4096)
  private var unread = 0..<0

  /// Listens at `unix:PATH`, which only this user may connect to. The socket file of an agent that is gone is replaced.
  init(listeningOn address: String) throws {
    guard address.hasPrefix("unix:") else {
      throw AgentProcessError("--link \(address): must be unix:PATH")
    }
    let path = String(address.dropFirst(5))
    guard var name = Self.socketName(path) else {
      throw AgentProcessError("--link \(address): the path must have 1 to 107 bytes")
    }
    guard Self.connect(to: &name) < 0 else {
      throw AgentProcessError("--link \(address): another agent listens there; end it first")
    }
    Self.removeSocket(path)
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let mask = umask(0o177)
    let isBound = unsafe Self.withAddress(&name) { unsafe bind(listener, $0, $1) } == 0
    umask(mask)
    guard listener >= 0, isBound, listen(listener, 1) == 0 else {
      throw AgentProcessError(
        "--link \(address): cannot listen there: \(unsafe String(cString: strerror(errno)))")
    }
    self.listener = listener
  }

  mutating func receive() -> UInt8? {
    if connection < 0 {
      connection = acceptBroker()
      if connection < 0 { return nil }
    }
    if unread.isEmpty {
      var count: Int
      repeat {
        // The pointer is valid for the call.
        count = unsafe buffer.withUnsafeMutableBytes { unsafe read(connection, $0.baseAddress, $0.count) }
      } while count < 0 && errno == EINTR
      guard count > 0 else {
        disconnect()
        return nil
      }
      unread = 0..<count
    }
    defer { unread.removeFirst() }
    return buffer[unread.lowerBound]
  }

  mutating func send(_ bytes: Span<UInt8>) {
    var sent = 0
    while connection >= 0, sent < bytes.count {
      let rest = bytes.extracting(sent..<bytes.count)
      // The pointer is valid for the call.
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      // The next receive() notices that the line is gone.
      guard count > 0 else { return }
      sent += count
    }
  }

  private mutating func disconnect() {
    close(connection)
    connection = -1
    unread = 0..<0
  }

  private func acceptBroker() -> Int32 {
    while true {
      // The address of the peer is not wanted.
      let descriptor = accept(listener, nil, nil)
      if descriptor >= 0 || errno != EINTR { return descriptor }
    }
  }
}

extension SocketPort {
  /// The address of a socket's path; nil where it does not fit.
  private static func socketName(_ path: String) -> sockaddr_un? {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    // The path is shorter than the field, which is zero behind it.
    let fits = unsafe withUnsafeMutableBytes(of: &name.sun_path) { field in
      guard !bytes.isEmpty, bytes.count < field.count else { return false }
      unsafe field.copyBytes(from: bytes)
      return true
    }
    return fits ? name : nil
  }

  private static func withAddress(
    _ name: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    // A sockaddr_un is what a sockaddr of this family is.
    unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// Whether somebody listens: 0, or -1.
  private static func connect(to name: inout sockaddr_un) -> Int32 {
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(probe) }
    return unsafe withAddress(&name) { unsafe Glibc.connect(probe, $0, $1) }
  }

  /// Removes a socket that nobody listens on, and nothing else.
  private static func removeSocket(_ path: String) {
    var status = stat()
    // The pointers are valid for the calls.
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
    unsafe unlink(path)
  }
}
