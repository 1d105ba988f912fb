import Foundation

/// A broker's end of the socket of a `teep-agent`.
final class AgentSocket {
  private let descriptor: Int32

  /// Connects as soon as the agent listens.
  init(path: String, isServerAlive: () -> Bool) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    precondition(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path), "too long: \(path)")
    // The address is C's: a fixed array of characters, of which the path was just found to be shorter.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let deadline = ContinuousClock.now + .seconds(60)
    while unsafe !Self.connect(descriptor, &address) {
      guard isServerAlive(), ContinuousClock.now < deadline else { throw NoAgent(path: path) }
      usleep(2000)
    }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      // The kernel reads from the array while the call lasts. A peer that has gone is an error, not a signal.
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Gone() }
      rest = rest.dropFirst(count)
    }
  }

  /// What has arrived; nothing where the agent is silent for as many milliseconds.
  func receive(within milliseconds: UInt64) throws -> [UInt8] {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // One descriptor, which lives in a local variable.
    guard unsafe poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 4096)
    // The kernel writes at most as many bytes as there are.
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { throw Gone() }
    return Array(buffer.prefix(count))
  }

  private static func connect(_ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr_un>) -> Bool {
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    // The call takes any kind of address, and is told the size of this one.
    return unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe Foundation.connect(descriptor, $0, size) == 0
    }
  }

  /// The agent ended, or did not listen within a minute.
  struct NoAgent: Error {
    let path: String
  }

  /// The agent closed the line.
  struct Gone: Error {}
}
