import NRF51
import TEEPLink

/// The link without an agent behind it, over the board's own line.
enum LinkEcho {
  /// Too large for the stack, and used by ``serve()`` alone, which does not return.
  private nonisolated(unsafe) static var argument = InlineArray<1024, UInt8>(repeating: 0)

  /// Says `!`, and from then on answers each call with its argument backwards, and in `ticks` with how many calls there
  /// have been.
  static func serve() {
    SerialLine.send(UInt8(ascii: "!"))
    unsafe serve(&argument)
  }

  private static func serve(_ argument: inout InlineArray<1024, UInt8>) {
    var buffer = argument.mutableSpan
    var link = AgentLink(
      port: SerialPort(), bootIdentifier: RandomGenerator.word(),
      maximumMessage: UInt32(truncatingIfNeeded: buffer.count), largestFrame: 64)
    var count: UInt32 = 0
    while let call = link.nextCall(into: &buffer) {
      count &+= 1
      guard !call.isOversized else {
        link.refuseArgument(of: call)
        continue
      }
      for index in 0..<call.byteCount / 2 { buffer.swapAt(index, call.byteCount &- 1 &- index) }
      link.answer(
        .message, tamURI: Span(), message: buffer.span.extracting(first: call.byteCount), ticks: count)
    }
  }
}
