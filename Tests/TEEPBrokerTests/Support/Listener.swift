import Foundation
import Glibc

/// A listening socket that blocks, for the fakes that tests put at the ends of the broker.
final class Listener: Sendable {
  private let descriptor: Int32
  /// The port of a loopback socket; 0 for a Unix socket.
  let port: UInt16

  /// Listens at a path.
  init(unixSocket path: String) throws {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    // The path is shorter than the field, which is zero behind it.
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    descriptor = try Self.listen(AF_UNIX, &name)
    port = 0
  }

  /// Listens at a free port of ::1.
  init(ipv6: Void) throws {
    var name = sockaddr_in6()
    name.sin6_family = sa_family_t(AF_INET6)
    name.sin6_addr = in6addr_loopback
    descriptor = try Self.listen(AF_INET6, &name)
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let descriptor = descriptor
    // A sockaddr_in6 is what a sockaddr of this family is.
    unsafe withUnsafeMutablePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe getsockname(descriptor, $0, &length)
      }
    }
    port = UInt16(bigEndian: name.sin6_port)
  }

  /// Listens at a free port of 127.0.0.1.
  init() throws {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    descriptor = try Self.listen(AF_INET, &name)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    // A sockaddr_in is what a sockaddr of this family is.
    unsafe withUnsafeMutablePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe getsockname(descriptor, $0, &length)
      }
    }
    port = UInt16(bigEndian: name.sin_port)
  }

  deinit { close(descriptor) }

  private static func listen<Name>(_ family: Int32, _ name: inout Name) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    // The name is of the family's type.
    let status = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
      }
    }
    guard status == 0, Glibc.listen(descriptor, 8) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    return descriptor
  }

  /// Waits for the next connection; nil when the listener was stopped.
  func accept() -> Connection? {
    // The peer's address is not wanted.
    let connection = Glibc.accept(descriptor, nil, nil)
    return connection < 0 ? nil : Connection(descriptor: connection)
  }

  /// Wakes `accept`, now and from now on.
  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// A connected socket, or another descriptor, that blocks.
final class Connection: Sendable {
  private let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Waits for bytes; none when the other end is gone.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // The pointer is valid for the call.
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
    }
    return count > 0 ? Array(buffer.prefix(count)) : []
  }

  /// Writes all of `bytes`; says whether the other end was there to take them.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      // The pointer is valid for the calls. A terminal is no socket.
      let count = unsafe rest.withUnsafeBytes { buffer in
        let sent = unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        if sent >= 0 || errno != ENOTSOCK { return sent }
        return unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Wakes `read`, and tells the other end.
  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
