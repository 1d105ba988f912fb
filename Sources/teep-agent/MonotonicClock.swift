import AgentRuntime
import Glibc

/// The system's monotonic clock in microseconds.
struct MonotonicClock: TickCounter {
  var now: UInt32 {
    var time = timespec()
    // The pointer is valid for the call.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    let microseconds = UInt64(time.tv_sec) &* 1_000_000 &+ UInt64(time.tv_nsec) / 1_000
    return UInt32(truncatingIfNeeded: microseconds)
  }
}
