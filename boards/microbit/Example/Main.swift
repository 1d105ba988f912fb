import AgentCryptoBearSSL
import Board
import NRF51
import TEEPAgent
import TEEPCodec

/// A small application: code of the board's own that uses what the agent has installed in the same flash.
///
/// For each byte that comes on the serial line it sends the bytes of the component `hello` and a newline; a question mark
/// and a newline where there is none, or where its bytes are no longer those that were installed.
@main
enum Example {
  /// The encoded SUIT_Component_Identifier `['hello']`.
  private static var hello: InlineArray<7, UInt8> { [0x81, 0x45, 0x68, 0x65, 0x6C, 0x6C, 0x6F] }

  static func main() {
    SerialLine.open(
      transmitPin: Board.transmitPin, receivePin: Board.receivePin, baudRate: Board.baudRate,
      flowControl: Board.flowControl)
    TickTimer.start()
    while true {
      _ = SerialLine.wait()
      show()
      SerialLine.send(UInt8(ascii: "\n"))
    }
  }

  /// The store is mounted anew each time, so that it is as the agent left it.
  private static func show() {
    do throws(StoreError) {
      let store = try Store(mounting: StoreFlash())
      let identifier = hello
      guard let component = store.component(identifier.span), isIntact(component) else {
        return SerialLine.send(UInt8(ascii: "?"))
      }
      // The bytes lie in the flash one behind the other, and stay there until the next Update.
      let bytes = component.bytes
      for index in bytes.indices { SerialLine.send(bytes[index]) }
    } catch {
      SerialLine.send(UInt8(ascii: "?"))
    }
  }

  private static func isIntact(_ component: borrowing InstalledComponent) -> Bool {
    var hash = BearSSLCrypto.SHA256()
    hash.update(component.bytes)
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var span = digest.mutableSpan
    hash.finish(into: &span)
    return digest.span.equals(component.digest)
  }
}
