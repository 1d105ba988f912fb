import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// A device of the vendor and class of the TEEP examples, which trusts K3 as TAM and K1 as signer, and whose key is K7, with
/// an agent of the form and the cipher suite that are tested.
struct TestDevice: ~Copyable {
  static let tamURI = "http://tam.example/tam"

  let key: TestKey
  let tam: TestKey
  let signer: TestKey
  private let tested: any AgentUnderTest

  /// - Parameter permitted: encoded identifiers that TAM and signer are limited to; empty for no limit.
  init(
    payloads: [String: [UInt8]] = [:], tamIdentifiers: [UInt8] = [], signerIdentifiers: [UInt8] = [],
    signerVendor: [UInt8] = [], pageCount: Int = 32
  ) throws {
    var provisioning = try TestProvisioning()
    provisioning.tams[0].identifiers = tamIdentifiers
    for index in provisioning.signers.indices {
      provisioning.signers[index].identifiers = signerIdentifiers
      provisioning.signers[index].vendor = signerVendor
    }
    try self.init(provisioning, payloads: payloads, pageCount: pageCount)
  }

  /// A device that was provisioned with `content`.
  init(content: [UInt8], payloads: [String: [UInt8]] = [:]) throws {
    try self.init(
      content: content, key: TestKey("K7"), tam: TestKey("K3"), signer: TestKey("K1"), payloads: payloads,
      pageCount: 48)
  }

  /// A device that was provisioned in this way; its first TAM and first signer are ``tam`` and ``signer``.
  init(
    _ provisioning: TestProvisioning, payloads: [String: [UInt8]] = [:], pageCount: Int = 48
  ) throws {
    try self.init(
      content: provisioning.encoded(), key: provisioning.key, tam: provisioning.tams[0].key,
      signer: provisioning.signers[0].key, payloads: payloads, pageCount: pageCount)
  }

  private init(
    content: [UInt8], key: TestKey, tam: TestKey, signer: TestKey, payloads: [String: [UInt8]],
    pageCount: Int
  ) throws {
    (self.key, self.tam, self.signer) = (key, tam, signer)
    let flash = try SimulatedFlash(pageCount: pageCount, provisioning: content)
    tested =
      TestedAgent.isProcess
      ? try AgentProcess(flash: flash.snapshot.memory, authentic: tam.sign([0x80]))
      : try AgentInThisProcess(flash)
    tested.payloads = payloads
  }

  /// The agent in this process, for tests that are `.inThisProcess(…)`.
  private var inThisProcess: AgentInThisProcess {
    guard let agent = tested as? AgentInThisProcess else {
      preconditionFailure("the test lacks the trait .inThisProcess(…)")
    }
    return agent
  }
  var agent: AgentInThisProcess.TestAgent {
    _read { yield inThisProcess.agent }
    _modify { yield &inThisProcess.agent }
  }
  var flash: SimulatedFlash { inThisProcess.flash }

  /// What no NOR flash allows; a file's flash notices none.
  var violations: [String] { (tested as? AgentInThisProcess)?.flash.violations ?? [] }
  var flashState: FlashState { get throws { try tested.flashState } }
  var memory: [UInt8] { get throws { try tested.flashState.memory } }
  var freeByteCount: Int { get throws { try tested.freeByteCount } }
  var opened: [String] { tested.opened }
  var payloads: [String: [UInt8]] {
    get { tested.payloads }
    set { tested.payloads = newValue }
  }

  func setChunkByteCount(_ count: Int) { tested.chunkByteCount = count }

  /// Switches the device off and on again.
  mutating func restart() throws { try tested.restart() }

  mutating func validateInstalled() throws { try tested.validateInstalled() }

  /// Inverts the bits of `mask` in one byte of the flash, as decay does.
  func flip(_ mask: UInt8, at offset: Int) throws { try tested.flip(mask, at: offset) }
}

extension TestDevice {
  /// Hands the agent a message and gives the payload of its signed answer; nil where it has none.
  mutating func process(_ message: [UInt8]) throws -> [UInt8]? { try open(tested.process(message)) }

  /// Hands the agent a payload that the TAM has signed.
  mutating func process(signing payload: [UInt8]) throws -> [UInt8]? { try process(tam.sign(payload)) }

  /// Hands the agent a message by way of its inbox; nil where it does not take it.
  mutating func processInbox(_ message: [UInt8]) throws -> [UInt8]? {
    guard let answer = try tested.processInbox(message) else { return nil }
    return try open(answer)
  }

  mutating func refuseOversizedMessage() throws -> [UInt8]? { try open(tested.refuseOversizedMessage()) }

  /// RequestTA without a URI.
  mutating func requestTA(_ identifier: [UInt8], binarySequenceNumber: UInt64? = nil) throws -> TestAnswer {
    try tested.requestTA(identifier, binarySequenceNumber: binarySequenceNumber)
  }

  /// UnrequestTA without a URI.
  mutating func unrequestTA(_ identifier: [UInt8]) throws -> TestAnswer { try tested.unrequestTA(identifier) }

  mutating func requestPolicyCheck() throws -> TestAnswer { try tested.requestPolicyCheck() }

  mutating func processError() throws { try tested.processError() }

  /// The URIs of all TAMs, as policy checks give them to the broker.
  mutating func tamURIs() throws -> [String] {
    var uris: [String] = []
    while case .tamURI(let uri) = try requestPolicyCheck() { uris.append(uri) }
    return uris
  }

  private func open(_ answer: TestAnswer) throws -> [UInt8]? {
    switch answer {
    case .nothing: return nil
    case .message(let message):
      guard let payload = try key.open(message) else { throw NotSigned() }
      return payload
    default: throw UnexpectedAnswer(answer: answer)
    }
  }

  /// The agent's answer has no valid signature of the device's key.
  struct NotSigned: Error {}

  /// The agent answered with something else than a message.
  struct UnexpectedAnswer: Error {
    let answer: TestAnswer
  }
}
