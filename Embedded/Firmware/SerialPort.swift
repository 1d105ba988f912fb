import NRF51
import TEEPLink

/// The link over the board's serial line, which is never gone.
struct SerialPort: LinkPort, ~Copyable {
  mutating func receive() -> UInt8? {
    SerialLine.wait()
  }

  mutating func send(_ bytes: Span<UInt8>) {
    for index in bytes.indices { SerialLine.send(bytes[index]) }
  }
}
