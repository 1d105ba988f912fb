import AgentCryptoBearSSL
import AgentRuntime
import NRF51
import TEEPAgent
import TEEPLink

/// The agent with the ports of this board.
enum AgentOnBoard {
  typealias Service = AgentService<StoreFlash, BearSSLCrypto, SerialPort, BoardDevice>

  /// The agent that has what the store holds.
  ///
  /// A function of its own, which is not inlined: what the agent is put together from is gone from the stack when it
  /// works. It throws nothing, since a result that may be an error is kept twice.
  @inline(never)
  static func start(_ bootIdentifier: UInt32, message: inout MutableSpan<UInt8>) -> Service {
    var link = AgentLink(
      port: SerialPort(), bootIdentifier: bootIdentifier,
      maximumMessage: UInt32(truncatingIfNeeded: message.count))
    let store = mount(&link, message: &message)
    return AgentService(
      Agent(store: store, crypto: BearSSLCrypto(), line: LineFetcher(link), device: BoardDevice()))
  }

  /// The store. As long as there is none that can be used, tells so to each call of the broker.
  private static func mount(
    _ link: inout AgentLink<SerialPort>, message: inout MutableSpan<UInt8>
  ) -> Store<StoreFlash> {
    while true {
      do throws(StoreError) { return try Store(mounting: StoreFlash()) } catch {
        guard link.nextCall(into: &message) != nil else { continue }
        link.answer(
          .failure(AgentCallFailure.notProvisioned.rawValue), tamURI: Span(), message: Span(), ticks: 0)
      }
    }
  }
}

/// The chip's random numbers, and its timer, which counts 16 million ticks a second. It has no clock.
struct BoardDevice: AgentDevice, TickCounter {
  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    var generator = RandomGenerator()
    generator.fill(&bytes)
  }

  var now: UInt32 { TickTimer.now }
}
