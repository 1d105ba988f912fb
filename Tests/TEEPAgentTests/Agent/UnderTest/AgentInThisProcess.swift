import AgentCryptoBearSSL
import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

/// The agent with a simulated flash, repeatable chance and the cryptography of the device.
final class AgentInThisProcess: AgentUnderTest {
  typealias TestAgent = Agent<SimulatedFlash, BearSSLCrypto, TestFetcher, TestChance>

  let flash: SimulatedFlash
  var agent: TestAgent

  init(_ flash: SimulatedFlash) throws {
    self.flash = flash
    agent = try Self.start(flash, [:])
  }

  private static func start(_ flash: SimulatedFlash, _ payloads: [String: [UInt8]]) throws -> TestAgent {
    TestAgent(
      store: try Store(mounting: flash), crypto: BearSSLCrypto(), line: TestFetcher(payloads),
      device: TestChance())
  }

  var payloads: [String: [UInt8]] {
    get { agent.line.payloads }
    set { agent.line.payloads = newValue }
  }
  var chunkByteCount: Int {
    get { agent.line.chunkByteCount }
    set { agent.line.chunkByteCount = newValue }
  }
  var opened: [String] { agent.line.opened }
  var flashState: FlashState {
    FlashState(memory: flash.snapshot.memory, operationCount: flash.operationCount)
  }
  var freeByteCount: Int { agent.freeByteCount }

  func restart() throws {
    flash.restart()
    agent = try Self.start(flash, payloads)
  }

  func validateInstalled() { agent.validateInstalled() }

  func flip(_ mask: UInt8, at offset: Int) { flash.flip(mask, at: offset) }

  func requestTA(_ identifier: [UInt8], binarySequenceNumber: UInt64?) -> TestAnswer {
    answer {
      $0.requestTA(
        identifier.span, tamURI: Span(), binarySequenceNumber: binarySequenceNumber, response: &$1)
    }
  }

  func unrequestTA(_ identifier: [UInt8]) -> TestAnswer {
    answer { $0.unrequestTA(identifier.span, tamURI: Span(), response: &$1) }
  }

  func requestPolicyCheck() -> TestAnswer { answer { agent, _ in agent.requestPolicyCheck() } }

  func process(_ message: [UInt8]) -> TestAnswer {
    answer { $0.processTEEPMessage(message.span, response: &$1) }
  }

  func processInbox(_ message: [UInt8]) -> TestAnswer? {
    guard agent.openInbox(byteCount: message.count) else { return nil }
    var start = 0
    while start < message.count {
      let end = min(message.count, start + 241)
      let isTaken = agent.appendToInbox(message.span.extracting(start..<end))
      #expect(isTaken)
      start = end
    }
    return answer { $0.processInbox(response: &$1) }
  }

  func refuseOversizedMessage() -> TestAnswer { answer { $0.refuseOversizedMessage(response: &$1) } }

  func processError() { agent.processError() }

  /// Makes a call, and copies what its answer is about.
  private func answer(_ call: (inout TestAgent, inout MutableSpan<UInt8>) -> AgentAnswer) -> TestAnswer {
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    switch call(&agent, &span) {
    case .nothing: return .nothing
    case .failure(let failure): return .failure(failure)
    case .message(let start, let count): return .message(Array(response[start..<start + count]))
    case .tamURI(let index): return .tamURI(tamURI(at: index))
    case .tamURIAndMessage(let index, let start, let count):
      return .tamURIAndMessage(tamURI(at: index), Array(response[start..<start + count]))
    }
  }

  private func tamURI(at index: Int) -> String {
    var buffer = [UInt8](repeating: 0, count: 512)
    var span = buffer.mutableSpan
    let count = agent.copyTAMURI(at: index, into: &span)
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
