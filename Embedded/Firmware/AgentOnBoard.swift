import AgentCryptoBearSSL
import AgentRuntime
import NRF51
import TEEPAgent
import TEEPLink

/// The agent with the ports of this board.
enum AgentOnBoard {
  /// Serves the broker's calls. The serial line never ends, so this does not return.
  static func run(
    _ store: consuming Store<StoreFlash>, _ link: consuming AgentLink<SerialPort>,
    message: inout MutableSpan<UInt8>, response: inout MutableSpan<UInt8>
  ) {
    var service = AgentService(
      Agent(store: store, crypto: BearSSLCrypto(), line: LineFetcher(link)), clock: BoardClock())
    service.run(message: &message, response: &response)
  }

  /// Without a store that can be used: tells the broker so, whatever it asks.
  static func refuse(_ link: consuming AgentLink<SerialPort>, message: inout MutableSpan<UInt8>) {
    while link.nextCall(into: &message) != nil {
      link.answer(
        .failure(AgentCallFailure.notProvisioned.rawValue), tamURI: Span(), message: Span(), ticks: 0)
    }
  }
}

/// Counts 16 million ticks a second.
struct BoardClock: TickCounter {
  var now: UInt32 { TickTimer.now }
}
