import Foundation
import Glibc

/// What the system says of this process (proc(5)), by the names that Prometheus' own libraries use.
struct ProcessFigures {
  func write(to page: inout PrometheusText) {
    if let bytes = residentBytes {
      page.write("process_resident_memory_bytes", .gauge, "Bytes of memory in use.", Double(bytes))
    }
    if let count = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
      page.write("process_open_fds", .gauge, "Open file descriptors.", Double(count))
    }
    var limit = rlimit()
    // The pointer is valid for the call.
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      page.write("process_max_fds", .gauge, "File descriptors that may be open.", Double(limit.rlim_cur))
    }
  }

  private var residentBytes: Int? {
    guard let status = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
    let pages = String(decoding: status, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap {
      Int($0)
    }
    return pages.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
  }
}
