/// The byte stream under an agent's end of the link: a UART, a pseudo-terminal, a socket.
public protocol LinkPort: ~Copyable {
  /// Waits for the next byte. Nil says that the line is gone; where it can come back (a socket on which the
  /// next broker may connect) the next `receive()` waits for that.
  mutating func receive() -> UInt8?

  /// Sends all of `bytes`, at most 255 of them, and waits until they are on their way. A line that is gone is
  /// noticed by the next `receive()`.
  mutating func send(_ bytes: Span<UInt8>)
}
