import AgentCryptoBearSSL
import AgentRuntime
import NRF51
import TEEPAgent
import TEEPLink

/// The agent with the ports of this board.
enum AgentOnBoard {
  typealias Service = AgentService<StoreFlash, BearSSLCrypto, SerialPort, BoardClock>

  /// The agent that has what the store holds.
  ///
  /// A function of its own, which is not inlined: what it is put together from is gone from the stack when it works.
  @inline(never)
  static func start(_ bootIdentifier: UInt32, largestMessage: Int) throws(StoreError) -> Service {
    let store = try Store(mounting: StoreFlash())
    let line = LineFetcher(link(bootIdentifier, largestMessage: largestMessage))
    return AgentService(Agent(store: store, crypto: BearSSLCrypto(), line: line), clock: BoardClock())
  }

  /// Serves the broker's calls. The serial line never ends, so this does not return.
  @inline(never)
  static func run(
    _ service: consuming Service, message: inout MutableSpan<UInt8>, response: inout MutableSpan<UInt8>
  ) {
    service.run(message: &message, response: &response)
  }

  /// Without a store that can be used: tells the broker so, whatever it asks.
  @inline(never)
  static func refuse(_ bootIdentifier: UInt32, message: inout MutableSpan<UInt8>) {
    var link = link(bootIdentifier, largestMessage: message.count)
    while link.nextCall(into: &message) != nil {
      link.answer(
        .failure(AgentCallFailure.notProvisioned.rawValue), tamURI: Span(), message: Span(), ticks: 0)
    }
  }

  private static func link(_ bootIdentifier: UInt32, largestMessage: Int) -> AgentLink<SerialPort> {
    AgentLink(
      port: SerialPort(), bootIdentifier: bootIdentifier,
      maximumMessage: UInt32(truncatingIfNeeded: largestMessage))
  }
}

/// Counts 16 million ticks a second.
struct BoardClock: TickCounter {
  var now: UInt32 { TickTimer.now }
}
