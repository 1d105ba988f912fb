public import TEEPLink

/// The link over the board's serial line, which is never gone.
public struct SerialPort: LinkPort, ~Copyable {
  public init() {}

  public mutating func receive() -> UInt8? {
    SerialLine.wait()
  }

  public mutating func send(_ bytes: Span<UInt8>) {
    for index in bytes.indices { SerialLine.send(bytes[index]) }
  }
}
