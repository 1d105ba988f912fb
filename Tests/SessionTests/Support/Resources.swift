import CMalloc
import Foundation

/// What this process has taken of the system.
struct Resources {
  let descriptors: Int
  /// Bytes allocated and not freed.
  let heap: Int

  static var now: Resources {
    get throws {
      let info = mallinfo2()
      return Resources(
        descriptors: try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count,
        heap: Int(info.uordblks + info.hblkhd))
    }
  }
}
