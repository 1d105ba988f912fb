import Board
import NRF51

/// A firmware of its own that lets a test on the host use each driver: one letter, its arguments, an answer.
/// Integers are little endian.
@main
enum SelfTest {
  static func main() {
    let reason = Restart.takeReason()
    SerialLine.open(
      transmitPin: Board.transmitPin, receivePin: Board.receivePin, baudRate: Board.baudRate,
      flowControl: Board.flowControl)
    TickTimer.start()
    // A host that made the device restart must know when it listens again.
    if reason != .powerOn { SerialLine.send(UInt8(ascii: "!")) }
    while true { perform(SerialLine.wait(), reason) }
  }

  private static func perform(_ command: UInt8, _ reason: RestartReason) {
    switch command {
    case UInt8(ascii: "b"): Line.send(reason.rawValue)
    case UInt8(ascii: "t"): Line.send(TickTimer.now)
    case UInt8(ascii: "d"): Line.send(SerialLine.droppedCount)
    case UInt8(ascii: "w"): Line.waitUntilDropped(Line.word())
    case UInt8(ascii: "e"): Line.echo(Line.word())
    case UInt8(ascii: "q"): sendRandomBytes(Line.word())
    case UInt8(ascii: "p"): FlashCommands.program()
    case UInt8(ascii: "x"): FlashCommands.erase()
    case UInt8(ascii: "r"): FlashCommands.read()
    case UInt8(ascii: "m"): Arithmetic.calculate(SerialLine.wait(), Line.doubleWord(), Line.doubleWord())
    case UInt8(ascii: "c"): MemoryCommands.move()
    case UInt8(ascii: "l"): LinkEcho.serve()
    case UInt8(ascii: "s"): Restart.now(because: .requested)
    case UInt8(ascii: "f"): Faults.readBeyondMemory()
    case UInt8(ascii: "i"): Faults.indexBeyondArray(SerialLine.wait())
    case UInt8(ascii: "o"): Faults.useMoreStackThanThereIs(SerialLine.wait())
    default: SerialLine.send(UInt8(ascii: "?"))
    }
  }

  private static func sendRandomBytes(_ count: UInt32) {
    var generator = RandomGenerator()
    var byte: InlineArray<1, UInt8> = [0]
    for _ in 0..<count {
      var span = byte.mutableSpan
      generator.fill(&span)
      SerialLine.send(byte[0])
    }
  }
}
