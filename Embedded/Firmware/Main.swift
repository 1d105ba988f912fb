import Board
import NRF51

/// The firmware of the agent.
@main
enum Firmware {
  static func main() {
    SerialLine.open(
      transmitPin: Board.transmitPin, receivePin: Board.receivePin, baudRate: Board.baudRate)
    TickCounter.start()
    while true { SerialLine.send(SerialLine.wait()) }
  }
}
