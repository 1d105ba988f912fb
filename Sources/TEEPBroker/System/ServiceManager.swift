public import Foundation
import Glibc

/// Tells systemd how the service is (sd_notify(3)); says nothing to nobody where the process was started otherwise.
public struct ServiceManager: Sendable {
  public enum Notice: Equatable, Sendable {
    case ready
    case reloading
    case stopping
    /// Still alive.
    case watchdog
  }

  private let socketPath: String?
  /// How often systemd wants to hear that the service is alive; nil where it does not.
  public let watchdogInterval: Duration?

  /// - Parameter environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are looked at.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    watchdogInterval = isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
  }

  /// Sends a notice. One that cannot be sent is lost: systemd then acts as if the service were hung.
  public func notify(_ notice: Notice) {
    guard let socketPath else { return }
    let text =
      switch notice {
      case .ready: "READY=1"
      case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds)"
      case .stopping: "STOPPING=1"
      case .watchdog: "WATCHDOG=1"
      }
    Self.send(Array(text.utf8), to: socketPath)
  }

  /// The time of CLOCK_MONOTONIC.
  private static var monotonicMicroseconds: Int { Int(ProcessInfo.processInfo.systemUptime * 1_000_000) }

  private static func send(_ bytes: [UInt8], to path: String) {
    var name = sockaddr_un()
    // An abstract name is spelt with @ and begins with a zero.
    let spelling = Array(path.hasPrefix("@") ? "\0" + path.dropFirst() : path[...]).flatMap { Array($0.utf8) }
    guard spelling.count <= MemoryLayout.size(ofValue: name.sun_path) else { return }
    name.sun_family = sa_family_t(AF_UNIX)
    // The spelling is no longer than the field.
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: spelling) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + spelling.count)
    // The pointers are valid for the call, and a sockaddr_un is what a sockaddr of this family is.
    unsafe withUnsafePointer(to: &name) { name in
      unsafe name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        _ = unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), name, length)
      }
    }
  }
}
