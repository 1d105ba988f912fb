import Foundation

/// A client's end of a Unix socket, with a time limit on everything.
final class UnixSocket {
  private let descriptor: Int32
  private let path: String

  /// Connects to the socket at `path`; tries again until `deadline`, since the server may be about to start, as
  /// long as `isServerAlive`.
  init(
    path: String, until deadline: ContinuousClock.Instant, isServerAlive: () -> Bool = { true }
  ) throws(BoardToolError) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BoardToolError("no socket can be made: \(Self.lastError)") }
    guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      throw BoardToolError("the socket to \(path) cannot be set up: \(Self.lastError)")
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < capacity else {
      throw BoardToolError("\(path) is too long for a Unix socket: at most \(capacity - 1) bytes")
    }
    // The address is C's: a fixed array of characters, of which the path was just found to be shorter.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    while unsafe !Self.connect(descriptor, &address) {
      guard isServerAlive() else { throw BoardToolError("what should serve \(path) has ended") }
      guard ContinuousClock.now < deadline else {
        throw BoardToolError("\(path) does not answer: \(Self.lastError)")
      }
      usleep(5000)
    }
  }

  deinit { close(descriptor) }

  /// Sends all of `bytes`.
  func send(_ bytes: some Sequence<UInt8>, until deadline: ContinuousClock.Instant) throws(BoardToolError) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      guard try isReady(for: POLLOUT, until: deadline) else { throw silence }
      // The kernel reads from the array while the call lasts. A peer that has gone is an error, not a signal.
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 { rest = rest.dropFirst(count) } else if count < 0 && errno != EAGAIN { throw failure() }
    }
  }

  /// What has arrived, at least one byte and at most `count`.
  func receive(atMost count: Int, until deadline: ContinuousClock.Instant) throws(BoardToolError) -> [UInt8] {
    guard let bytes = try receive(upTo: count, until: deadline) else { throw silence }
    return bytes
  }

  /// What has arrived, at least one byte and at most `count`; nil where nothing has until `deadline`.
  func receive(upTo count: Int, until deadline: ContinuousClock.Instant) throws(BoardToolError) -> [UInt8]? {
    while try isReady(for: POLLIN, until: deadline) {
      var length = 0
      // The kernel writes at most `count` bytes, and says how many it wrote.
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        length = unsafe recv(descriptor, buffer.baseAddress, count, 0)
        initialized = max(0, length)
      }
      if length > 0 { return bytes }
      if length == 0 { throw BoardToolError("\(path) was closed by its other end") }
      if errno != EAGAIN { throw failure() }
    }
    return nil
  }

  private func isReady(
    for event: Int32, until deadline: ContinuousClock.Instant
  ) throws(BoardToolError) -> Bool {
    while true {
      let rest = max(.zero, deadline - .now) / .milliseconds(1)
      var poll = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      // One descriptor, which lives in a local variable.
      let ready = unsafe Foundation.poll(&poll, 1, Int32(min(rest.rounded(.up), 1_000_000)))
      if ready >= 0 { return ready > 0 }
      if errno != EINTR { throw failure() }
    }
  }

  private var silence: BoardToolError { BoardToolError("\(path) was silent for too long") }

  private func failure() -> BoardToolError {
    BoardToolError("\(path) failed: \(Self.lastError)")
  }

  private static var lastError: String {
    // C's text for an error number; it is copied before anything else can change it.
    unsafe String(cString: strerror(errno))
  }

  private static func connect(_ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr_un>) -> Bool {
    let size = MemoryLayout<sockaddr_un>.size
    // The call takes any kind of address, and is told the size of this one.
    return unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe Foundation.connect(descriptor, $0, socklen_t(size)) == 0
    }
  }
}
