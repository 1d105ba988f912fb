import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// What an agent does that starts on a flash and gets one Update.
struct AgentStep: Sendable {
  typealias SweptAgent = Agent<SimulatedFlash, UnsafeCrypto, TestFetcher, TestChance>

  /// What fits the RAM of a device for a message.
  private static let largestMessageInRAM = 2048
  private static let token = [UInt8].pattern(16, 5)

  /// What comes before an Update in each session: something that the TAM has signed, without which a device that has just
  /// started takes no large message. It is none that the agent knows.
  private let precedent: [UInt8]
  private let message: [UInt8]
  private let payloads: [String: [UInt8]]

  /// - Parameters:
  ///   - unneeded: encoded identifiers of manifests.
  ///   - payloads: what the broker can fetch, by URI.
  init(
    _ envelopes: [[UInt8]] = [], unneeded: [[UInt8]] = [], payloads: [String: [UInt8]] = [:]
  ) throws {
    let update = TestUpdate.encode(envelopes, unneeded: unneeded, token: Self.token)
    precedent = try SweptDevice.tam.coseSign1([0x80])
    message = try SweptDevice.tam.coseSign1(update)
    self.payloads = payloads
  }

  /// The commits before those of the Update itself: that of a device that has just started and counts what it has pages
  /// erased for before it knows what for (``WearLimit``).
  var countingCommits: [[StoreChange]] {
    message.count > Self.largestMessageInRAM || !payloads.isEmpty ? [[]] : []
  }

  /// Switches the device on and gives the agent the Update, which has to succeed.
  ///
  /// - Returns: how many bytes are free then.
  func perform(on flash: SimulatedFlash) throws -> Int {
    var agent = SweptAgent(
      store: try Store(mounting: flash), crypto: UnsafeCrypto(), line: TestFetcher(payloads),
      device: TestChance())
    agent.validateInstalled()
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    let answer = try process(with: &agent, response: &span)
    guard case .message(let start, let count) = answer,
      let payload = try COSESigned(decoding: response.span.extracting(start..<start + count)).payload,
      try TEEPMessage(decoding: payload, numbers: .final).type == .success
    else { throw CutSweep.Violation(description: "the agent answers an Update with \(answer)") }
    return agent.freeByteCount
  }

  private func process(
    with agent: inout SweptAgent, response: inout MutableSpan<UInt8>
  ) throws -> AgentAnswer {
    if message.count <= Self.largestMessageInRAM {
      return agent.processTEEPMessage(message.span, response: &response)
    }
    _ = agent.processTEEPMessage(precedent.span, response: &response)
    guard agent.openInbox(byteCount: message.count), agent.appendToInbox(message.span) else {
      throw CutSweep.Violation(description: "the agent does not take \(message.count) bytes")
    }
    return agent.processInbox(response: &response)
  }
}
