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
    tellReason(by: &link, message: &message)
    let store = mount(&link, message: &message)
    return AgentService(
      Agent(store: store, crypto: BearSSLCrypto(), line: LineFetcher(link), device: BoardDevice()))
  }

  /// After a failure, answers the first call before anything else is done, so that a device that fails again and again as
  /// soon as it works can be reached in between.
  @inline(never)
  private static func tellReason(by link: inout AgentLink<SerialPort>, message: inout MutableSpan<UInt8>) {
    guard Restart.reason.isFailure, let call = link.nextCall(into: &message) else { return }
    guard call.call == .status else {
      return link.answer(
        .failure(AgentCallFailure.restarted.rawValue), tamURI: Span(), message: Span(), ticks: 0)
    }
    // { 4: reason }, as in the agent's own answer to `status`.
    let status: InlineArray<3, UInt8> = [0xA1, 4, UInt8(truncatingIfNeeded: Restart.reason.rawValue)]
    link.answer(.message, tamURI: Span(), message: status.span, ticks: 0)
  }

  /// The store. As long as there is none that can be used, tells so to each call of the broker.
  private static func mount(
    _ link: inout AgentLink<SerialPort>, message: inout MutableSpan<UInt8>
  ) -> Store<StoreFlash> {
    while true {
      do throws(StoreError) { return try Store(mounting: StoreFlash()) } catch {
        _ = link.failNextCall(AgentCallFailure.notProvisioned.rawValue, into: &message)
      }
    }
  }
}

/// The chip's random numbers, its timer, which counts 16 million ticks a second, and its stack. It has no clock.
struct BoardDevice: AgentDevice, AgentHost {
  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    var generator = RandomGenerator()
    generator.fill(&bytes)
  }

  mutating func passesHealthTest() -> Bool {
    var generator = RandomGenerator()
    return generator.passesHealthTest()
  }

  var now: UInt32 { TickTimer.now }

  var restartReason: UInt32 { Restart.reason.rawValue }

  func wipeStack() { Stack.wipe() }
}
