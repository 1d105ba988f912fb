import Foundation
import Glibc

/// A socket whose calls wait, so that a measurement has no scheduler of ours in it.
struct BlockingSocket: Sendable {
  let descriptor: Int32

  /// Listens at a path.
  static func listening(at path: String) throws -> BlockingSocket {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else { throw POSIXError(.ENAMETOOLONG) }
    // The path is shorter than the field, which is zero behind it.
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return try listening(AF_UNIX, &name)
  }

  /// Listens at a port of 127.0.0.1.
  static func listening(at port: UInt16) throws -> BlockingSocket {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return try listening(AF_INET, &name)
  }

  private static func listening<Name>(_ family: Int32, _ name: inout Name) throws -> BlockingSocket {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    // The pointers are valid for the calls, and the name is of the family's type.
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    let status = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
      }
    }
    guard status == 0, listen(descriptor, 128) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    return BlockingSocket(descriptor: descriptor)
  }

  /// Waits for a connection.
  func accept() -> BlockingSocket {
    // The peer's address is not wanted.
    BlockingSocket(descriptor: Glibc.accept(descriptor, nil, nil))
  }

  /// Waits for bytes; none when the other end is gone.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // The pointer is valid for the call.
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
    }
    return count > 0 ? Array(buffer.prefix(count)) : []
  }

  func write(_ bytes: [UInt8]) {
    // The pointer is valid for the call; what does not fit a socket's buffer is never written here.
    _ = unsafe bytes.withUnsafeBytes {
      unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  func close() { Glibc.close(descriptor) }
}
