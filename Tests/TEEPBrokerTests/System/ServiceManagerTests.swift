import Foundation
import Glibc
import ServiceLifecycle
import Synchronization
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What systemd is told (sd_notify(3)).
@Suite struct ServiceManagerTests {
  @Test("each notice is a datagram of the words that systemd knows")
  func notices() throws {
    let folder = try TemporaryFolder()
    let socket = try DatagramSocket(folder.path("notify"))
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": folder.path("notify")])
    for (notice, text) in [
      (ServiceManager.Notice.ready, "READY=1"), (.stopping, "STOPPING=1"), (.watchdog, "WATCHDOG=1"),
    ] {
      manager.notify(notice)
      #expect(socket.receive() == text)
    }
    manager.notify(.reloading)
    let lines = socket.receive().split(separator: "\n")
    #expect(lines.first == "RELOADING=1")
    // systemd wants to know since when, for a service of the type notify-reload.
    #expect(lines.last?.hasPrefix("MONOTONIC_USEC=") == true)
    #expect(UInt64(lines.last?.dropFirst("MONOTONIC_USEC=".count) ?? "") != nil)
  }

  @Test("where systemd did not start the process nothing is sent, and no watchdog is there")
  func absent() {
    for environment in [
      [:], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "/" + String(repeating: "a", count: 200)],
    ] {
      let manager = ServiceManager(environment: environment)
      manager.notify(.ready)
      #expect(manager.watchdogInterval == nil)
    }
    #expect(ServiceManager(environment: ["WATCHDOG_USEC": "5000000"]).watchdogInterval == .seconds(5))
    #expect(
      ServiceManager(environment: ["WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "1"]).watchdogInterval == nil)
    #expect(
      ServiceManager(environment: ["WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "\(getpid())"])
        .watchdogInterval
        == .seconds(5))
  }

  @Test("the watchdog is told as long as the broker is alive")
  func watchdog() async throws {
    let folder = try TemporaryFolder()
    let socket = try DatagramSocket(folder.path("notify"))
    let manager = ServiceManager(
      environment: ["NOTIFY_SOCKET": folder.path("notify"), "WATCHDOG_USEC": "20000"])
    let service = WatchdogService(manager: manager)
    let group = ServiceGroup(services: [service], logger: LogRecord().makeLogger())
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        for _ in 0..<3 { #expect(socket.receive() == "WATCHDOG=1") }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }

  @Test("a broker says when it is ready and when it ends")
  func broker() async throws {
    let folder = try TemporaryFolder()
    let socket = try DatagramSocket(folder.path("notify"))
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": folder.path("notify")])
    try await RunningBroker.run(agent: FakeAgent.obliging(), manager: manager) { _ in }
    #expect(socket.receive() == "READY=1")
    #expect(socket.receive() == "STOPPING=1")
  }
}

/// The socket that systemd listens at.
private final class DatagramSocket: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    // The path is shorter than the field, which is zero behind it.
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    // A sockaddr_un is what a sockaddr of this family is.
    let status = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(status == 0)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Waits for the next datagram.
  func receive() -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    // The pointer is valid for the call.
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}
