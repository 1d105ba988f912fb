import AgentCryptoMbedTLS
import AgentRuntime
import Glibc
import TEEPAgent

/// What the system gives an agent: its random numbers, its clocks and its stack.
struct ProcessDevice: AgentDevice, AgentHost {
  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    var source = SystemRandomNumberGenerator()
    for index in bytes.indices { bytes[index] = source.next() }
  }

  var secondsSince1970: Int64? { Int64(Self.time(CLOCK_REALTIME).tv_sec) }

  /// The monotonic clock in microseconds.
  var now: UInt32 {
    let time = Self.time(CLOCK_MONOTONIC)
    let microseconds = UInt64(time.tv_sec) &* 1_000_000 &+ UInt64(time.tv_nsec) / 1_000
    return UInt32(truncatingIfNeeded: microseconds)
  }

  func wipeStack() { MbedTLSCrypto.wipeStack() }

  private static func time(_ clock: clockid_t) -> timespec {
    var time = timespec()
    // The pointer is valid for the call.
    unsafe clock_gettime(clock, &time)
    return time
  }
}
