import AgentCryptoBearSSL
import AgentCryptoMbedTLS
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A device that was provisioned without a key of its own, with a flash that can lose power.
final class KeyMakingDevice {
  typealias TestAgent = Agent<SimulatedFlash, BearSSLCrypto, TestFetcher, KeyChance>

  let flash: SimulatedFlash
  let provisioned: [UInt8]
  var agent: TestAgent

  /// - Parameter chance: where its random bytes come from.
  convenience init(_ chance: KeyChance = KeyChance()) throws {
    var content = try TestProvisioning().encoded()
    // Member 2: { 1: -9, 2: 32 bytes, 3: 32 bytes }, behind the head of the map and member 1.
    content.replaceSubrange(
      3..<77,
      with: [UInt8](hexadecimal: "02 a3 01 28 02 5820") + [UInt8](repeating: 0, count: 32)
        + [UInt8](hexadecimal: "03 5820") + [UInt8](repeating: 0, count: 32))
    try self.init(provisioned: content, chance)
  }

  init(provisioned: [UInt8], _ chance: KeyChance = KeyChance()) throws {
    self.provisioned = provisioned
    flash = try SimulatedFlash(pageCount: 32, provisioning: provisioned)
    agent = try Self.start(flash, chance)
  }

  private static func start(_ flash: SimulatedFlash, _ chance: KeyChance) throws -> TestAgent {
    TestAgent(
      store: try Store(mounting: flash), crypto: BearSSLCrypto(), line: TestFetcher([:]), device: chance)
  }

  /// Switches it off and on again; its chance goes on.
  func restart() throws {
    let chance = agent.device
    flash.restart()
    agent = try Self.start(flash, chance)
  }

  /// What the agent does as it starts.
  func makeKey() -> AgentCallFailure? {
    var message = [UInt8](repeating: 0xEE, count: 2048)
    var response = [UInt8](repeating: 0xEE, count: 1152)
    var messageSpan = message.mutableSpan
    var responseSpan = response.mutableSpan
    let failure = agent.makeDeviceKey(message: &messageSpan, response: &responseSpan)
    if let key = try? privateKey(), key.contains(where: { $0 != 0 }) {
      #expect(!message.containsSequence(key) && !response.containsSequence(key), "the key is left in RAM")
    }
    return failure
  }

  /// ReadKey; nil where the answer is that it is confirmed.
  func readKey(confirming key: [UInt8] = []) throws(AgentCallFailure) -> [UInt8]? {
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    switch agent.readKey(confirmed: key.span, response: &span) {
    case .message(let start, let count): return Array(response[start..<start + count])
    case .failure(let failure): throw failure
    default: return nil
    }
  }

  /// What it holds as its provisioning.
  func content() throws -> [UInt8] {
    let copy = SimulatedFlash(image: flash.snapshot.memory)
    return [UInt8](copying: try Store(mounting: copy).provisioning)
  }

  func privateKey() throws -> [UInt8] { Array(try content().dropFirst(10).prefix(32)) }

  /// The COSE_Key of its private key (RFC 9052, section 7), by another library than the agent's; the rest of what it was
  /// provisioned with has to be as it was, and the thumbprint to fit.
  func derivedKey() throws -> [UInt8] {
    let content = try content()
    var point = [UInt8](repeating: 0, count: 64)
    var span = point.mutableSpan
    let isKey = MbedTLSCrypto().publicKey(of: Array(content[10..<42]).span, into: &span)
    #expect(isKey)
    let key =
      [UInt8](hexadecimal: "a4 0102 2001 21 5820") + point[..<32] + [UInt8](hexadecimal: "22 5820")
      + point[32...]
    #expect(Array(content[45..<77]) == key.sha256)
    #expect(content[..<10] == provisioned[..<10] && content[77...] == provisioned[77...])
    return key
  }
}

/// Random bytes for a device that makes a key: those given, and then others.
struct KeyChance: AgentDevice {
  var isSound = true
  var draws: [[UInt8]] = []
  private var generator = SeededGenerator()

  init(isSound: Bool = true, draws: [[UInt8]] = []) {
    self.isSound = isSound
    self.draws = draws
  }

  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    let draw = draws.isEmpty ? nil : draws.removeFirst()
    for index in bytes.indices { bytes[index] = draw?[index] ?? UInt8(truncatingIfNeeded: generator.next()) }
  }

  mutating func passesHealthTest() -> Bool { isSound }
}

extension AgentCallFailure: Error {}

extension [UInt8] {
  fileprivate func containsSequence(_ other: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: other) }
  }
}
