import AgentCryptoBearSSL
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// A device of the vendor and class of the TEEP examples, which trusts K3 as TAM and K1 as signer, and whose key is K7.
struct TestDevice: ~Copyable {
  typealias TestAgent = Agent<SimulatedFlash, BearSSLCrypto, TestFetcher, TestChance>

  static let tamURI = "http://tam.example/tam"

  let flash: SimulatedFlash
  var agent: TestAgent
  let key: TestKey
  let tam: TestKey
  let signer: TestKey

  /// - Parameter permitted: encoded identifiers that TAM and signer are limited to; empty for no limit.
  init(
    payloads: [String: [UInt8]] = [:], tamIdentifiers: [UInt8] = [], signerIdentifiers: [UInt8] = [],
    signerVendor: [UInt8] = [], pageCount: Int = 32
  ) throws {
    let (key, tam, signer) = (try TestKey("K7"), try TestKey("K3"), try TestKey("K1"))
    let content = try Self.provisioning(
      key: key, tam: tam, signer: signer, tamIdentifiers: tamIdentifiers,
      signerIdentifiers: signerIdentifiers, signerVendor: signerVendor)
    let flash = try SimulatedFlash(pageCount: pageCount, provisioning: content)
    let agent = try Self.start(flash, payloads)
    (self.key, self.tam, self.signer, self.flash) = (key, tam, signer, flash)
    self.agent = agent
  }

  /// A device that was provisioned with `content`.
  init(content: [UInt8], payloads: [String: [UInt8]] = [:]) throws {
    try self.init(
      content: content, key: TestKey("K7"), tam: TestKey("K3"), signer: TestKey("K1"), payloads: payloads,
      pageCount: 48)
  }

  /// A device that was provisioned with `content`, which holds these keys.
  init(
    content: [UInt8], key: TestKey, tam: TestKey, signer: TestKey, payloads: [String: [UInt8]],
    pageCount: Int
  ) throws {
    let flash = try SimulatedFlash(pageCount: pageCount, provisioning: content)
    let agent = try Self.start(flash, payloads)
    (self.key, self.tam, self.signer, self.flash) = (key, tam, signer, flash)
    self.agent = agent
  }

  /// Switches the device off and on again.
  mutating func restart(payloads: [String: [UInt8]] = [:]) throws {
    flash.restart()
    agent = try Self.start(flash, payloads)
  }

  private static func start(
    _ flash: SimulatedFlash, _ payloads: [String: [UInt8]]
  ) throws -> TestAgent {
    TestAgent(
      store: try Store(mounting: flash), crypto: BearSSLCrypto(), line: TestFetcher(payloads),
      device: TestChance())
  }

  /// Hands the agent a message and gives the payload of its signed answer; nil where it has none.
  mutating func process(_ message: [UInt8]) throws -> [UInt8]? {
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    switch agent.processTEEPMessage(message.span, response: &span) {
    case .nothing: return nil
    case .message(let start, let count):
      guard let payload = try key.open(Array(response[start..<start + count])) else { throw NotSigned() }
      return payload
    case let other: throw UnexpectedAnswer(answer: other)
    }
  }

  /// Hands the agent a payload that the TAM has signed.
  mutating func process(signing payload: [UInt8]) throws -> [UInt8]? { try process(tam.sign(payload)) }

  private static func provisioning(
    key: TestKey, tam: TestKey, signer: TestKey, tamIdentifiers: [UInt8], signerIdentifiers: [UInt8],
    signerVendor: [UInt8]
  ) throws -> [UInt8] {
    let vendor = [UInt8](hexadecimal: "c0ddd5f15243566087db4f5b0aa26c2f")
    let deviceClass = [UInt8](hexadecimal: "db42f7093d8c55baa8c5265fc5820f4e")
    let uri = Array(tamURI.utf8)
    var buffer = [UInt8](repeating: 0, count: 1024)
    var writer = CBORWriter(buffer.mutableSpan)
    try writer.provisioningHeader(
      algorithm: key.algorithm, privateKey: key.privateKey.span, keyIdentifier: key.identifier.span)
    try writer.provisioningTAMs(count: 1)
    try writer.trustAnchor(
      TrustAnchorDescription(
        algorithm: tam.algorithm, publicKey: tam.publicKey.span, keyIdentifier: tam.identifier.span,
        uri: uri.span, vendorIdentifier: Span(), classIdentifier: Span(),
        encodedIdentifiers: tamIdentifiers.span))
    try writer.provisioningSigners(count: 1)
    try writer.trustAnchor(
      TrustAnchorDescription(
        algorithm: signer.algorithm, publicKey: signer.publicKey.span,
        keyIdentifier: signer.identifier.span, uri: Span(), vendorIdentifier: signerVendor.span,
        classIdentifier: Span(), encodedIdentifiers: signerIdentifiers.span))
    try writer.provisioningTrailer(
      vendorIdentifier: vendor.span, classIdentifier: deviceClass.span)
    let count = writer.count
    return Array(buffer.prefix(count))
  }

  /// The agent's answer has no valid signature of the device's key.
  struct NotSigned: Error {}

  /// The agent answered with something else than a message.
  struct UnexpectedAnswer: Error {
    let answer: AgentAnswer
  }
}
