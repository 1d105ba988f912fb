import Board
import NRF51

/// A firmware of its own that decodes messages of the benchmark. For each message (its length in two bytes, least
/// significant first, and its bytes, after each 32 of which it says 0) it answers with the bytes of stack that decoding
/// took, the number of bytes found, both in two bytes too, and what it found.
@main
enum Benchmark {
  static func main() {
    SerialLine.open(
      transmitPin: Board.transmitPin, receivePin: Board.receivePin, baudRate: Board.baudRate,
      flowControl: Board.flowControl)
    while true {
      let count = SerialLine.wait()
      DecodedMessage.receive(count: Int(count) | Int(SerialLine.wait()) << 8)
      decode()
      DecodedMessage.send()
    }
  }
}

/// All that is counted: it begins here, and ends where `benchmark_end` begins.
@c(benchmark_decode) @inline(never)
func decode() {
  DecodedMessage.decode()
  end()
}

@c(benchmark_end) @inline(never)
func end() {
  DecodedMessage.measureStack()
}
