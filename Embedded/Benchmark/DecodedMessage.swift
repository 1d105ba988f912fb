import CBoard
import CodecTask
import NRF51
import TEEPCodec

/// The message that is decoded, what was found in it, and the stack that it took.
///
/// One after the other uses what is in here; interrupts are masked while a message is decoded.
enum DecodedMessage {
  private nonisolated(unsafe) static var message = InlineArray<2048, UInt8>(repeating: 0)
  private nonisolated(unsafe) static var count = 0
  private nonisolated(unsafe) static var findings = InlineArray<512, UInt8>(repeating: 0)
  private nonisolated(unsafe) static var found = 0
  private nonisolated(unsafe) static var stack = StackGauge()

  /// Takes as many bytes from the line, says so after each 32 of them, and masks interrupts.
  @inline(never)
  static func receive(count: Int) {
    unsafe self.count = min(count, 2048)
    for index in unsafe 0..<self.count {
      unsafe message[index] = SerialLine.wait()
      if index % 32 == 31 { SerialLine.send(0) }
    }
    board_interrupts_off()
    unsafe stack.paint()
  }

  /// Finds nothing in a message that it refuses.
  @inline(__always)
  static func decode() {
    unsafe found = decode(&message, count, &findings)
  }

  @inline(__always)
  private static func decode(
    _ message: inout InlineArray<2048, UInt8>, _ count: Int, _ room: inout InlineArray<512, UInt8>
  ) -> Int {
    var findings = Findings(room.mutableSpan)
    do throws(DecodeError) {
      try DecodeTask.run(message.span.extracting(first: count), findings: &findings)
      return findings.count
    } catch { return 0 }
  }

  static func measureStack() {
    unsafe stack.measure()
  }

  /// Unmasks interrupts, and sends the stack and what was found.
  @inline(never)
  static func send() {
    board_interrupts_on()
    unsafe send(stack.used)
    unsafe send(found)
    for index in unsafe 0..<found { unsafe SerialLine.send(findings[index]) }
  }

  private static func send(_ value: Int) {
    SerialLine.send(UInt8(truncatingIfNeeded: value))
    SerialLine.send(UInt8(truncatingIfNeeded: value >> 8))
  }
}
