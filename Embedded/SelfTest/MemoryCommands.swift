import CRuntime
import NRF51

/// The functions of `Embedded/CRuntime/memory.c`, on a buffer of 64 bytes that holds 0, 1, 2, … at first.
enum MemoryCommands {
  /// Takes the function's letter, an offset to write to, an offset to read from (or the byte to fill with) and a
  /// count, a byte each; sends the buffer, or for a comparison 0, 1 or 2 (equal, below, above).
  static func move() {
    let function = SerialLine.wait()
    let to = Int(SerialLine.wait())
    let from = SerialLine.wait()
    let count = Int(SerialLine.wait())
    guard to + count <= 64 else { return SerialLine.send(UInt8(ascii: "?")) }
    var buffer = InlineArray<64, UInt8>(repeating: 0)
    for index in buffer.indices { buffer[index] = UInt8(index) }
    var span = buffer.mutableSpan
    // The tests' own offsets lie within the buffer; C takes no spans.
    unsafe span.withUnsafeMutableBytes { memory in
      guard let start = memory.baseAddress else { return }
      switch function {
      case UInt8(ascii: "m"): unsafe memmove(start + to, start + Int(from), count)
      case UInt8(ascii: "c"): unsafe memcpy(start + to, start + Int(from), count)
      case UInt8(ascii: "s"): unsafe memset(start + to, Int32(from), count)
      default:
        let order = unsafe memcmp(start + to, start + Int(from), count)
        unsafe memset(start, order == 0 ? 0 : order < 0 ? 1 : 2, 64)
      }
    }
    for index in buffer.indices { SerialLine.send(buffer[index]) }
  }
}
