import AgentRuntime
import Board
import NRF51

/// The firmware of the agent: puts it together with the board's drivers and serves the broker.
@main
enum Firmware {
  /// Too large for the stack. Lent once, by ``main()``, to what never returns.
  private nonisolated(unsafe) static var message = InlineArray<2048, UInt8>(repeating: 0)
  private nonisolated(unsafe) static var response = InlineArray<1152, UInt8>(repeating: 0)

  static func main() {
    Restart.takeReason()
    Watchdog.start()
    SerialLine.open(
      transmitPin: Board.transmitPin, receivePin: Board.receivePin, baudRate: Board.baudRate,
      flowControl: Board.flowControl)
    TickTimer.start()
    let bootIdentifier = RandomGenerator.word()
    // Nobody else uses the buffers.
    unsafe serve(bootIdentifier, message: &message, response: &response)
  }

  private static func serve(
    _ bootIdentifier: UInt32, message: inout InlineArray<2048, UInt8>,
    response: inout InlineArray<1152, UInt8>
  ) {
    var messageSpan = message.mutableSpan
    var responseSpan = response.mutableSpan
    var service = AgentOnBoard.start(bootIdentifier, message: &messageSpan)
    // The serial line never ends, so this does not return.
    service.run(message: &messageSpan, response: &responseSpan)
  }
}
