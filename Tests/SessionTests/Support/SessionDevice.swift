import AgentCryptoMbedTLS
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPHost
import TEEPTestSupport

/// The agent as it runs on Linux, with a flash that can lose its power, and a record of what it has held.
final class SessionDevice {
  typealias SessionAgent = Agent<SimulatedFlash, MbedTLSCrypto, TestFetcher, TestChance>

  static let vendor = [UInt8](repeating: 0xA1, count: 16)
  static let deviceClass = [UInt8](repeating: 0xB2, count: 16)
  /// The largest message that is kept in RAM, and the largest answer, as teep-agent has them.
  private static let (largestMessage, largestResponse) = (2048, 1152)

  let name: String
  let key: SigningKey
  let attestationKey: SigningKey
  let flash: SimulatedFlash
  var agent: SessionAgent
  /// The place of the newest version of each component that was ever installed.
  var newest: [ComponentIdentifier: Int] = [:]
  /// What was found installed the last time.
  var held: [ComponentIdentifier: [UInt8]] = [:]
  /// What its applications need.
  var wanted: Set<ComponentIdentifier> = []

  init(
    _ name: String, _ type: KeyType, tams: [SessionTAM], signers: [SigningKey],
    _ generator: inout SeededGenerator
  ) throws {
    self.name = name
    wanted = Set(tams.flatMap(\.components).map(\.identifier))
    key = try SigningKey(type, from: &generator)
    attestationKey = try SigningKey(type, from: &generator)
    let content = try Self.provisioning(key, attestationKey, tams, signers)
    flash = try SimulatedFlash(pageCount: 64, provisioning: content)
    agent = try Self.start(flash)
  }

  private static func start(_ flash: SimulatedFlash) throws -> SessionAgent {
    SessionAgent(
      store: try Store(mounting: flash), crypto: MbedTLSCrypto(), line: TestFetcher(), device: TestChance())
  }

  /// Switches it off and on again.
  func restart() throws {
    flash.restart()
    agent = try Self.start(flash)
    agent.validateInstalled()
  }

  /// What the agent says to a message; nil where it says nothing.
  func process(_ message: [UInt8]) -> [UInt8]? {
    answer { agent, response in
      guard message.count > Self.largestMessage else {
        return agent.processTEEPMessage(message.span, response: &response)
      }
      guard agent.openInbox(byteCount: message.count), agent.appendToInbox(message.span) else {
        return agent.refuseOversizedMessage(response: &response)
      }
      return agent.processInbox(response: &response)
    }
  }

  /// RequestTA or UnrequestTA; gives the message that the agent has for the TAM at once, if any.
  func ask(for component: ComponentIdentifier, isNeeded: Bool) -> [UInt8]? {
    let identifier = component.encoded
    return answer { agent, response in
      isNeeded
        ? agent.requestTA(identifier.span, tamURI: Span(), response: &response)
        : agent.unrequestTA(identifier.span, tamURI: Span(), response: &response)
    }
  }

  private func answer(_ call: (inout SessionAgent, inout MutableSpan<UInt8>) -> AgentAnswer) -> [UInt8]? {
    var response = [UInt8](repeating: 0, count: Self.largestResponse)
    var span = response.mutableSpan
    switch call(&agent, &span) {
    case .message(let start, let count), .tamURIAndMessage(_, let start, let count):
      return Array(response[start..<start + count])
    case .nothing, .tamURI, .failure: return nil
    }
  }

  /// What is installed as each of the components, read by a store of its own; and how many manifests there are of any.
  func contents(
    of components: [ComponentIdentifier]
  ) throws -> (found: [ComponentIdentifier: [UInt8]], manifestCount: Int) {
    let store = try Store(mounting: SimulatedFlash(image: flash.snapshot.memory))
    var found: [ComponentIdentifier: [UInt8]] = [:]
    for identifier in components {
      let encoded = identifier.encoded
      guard let component = store.component(encoded.span) else { continue }
      found[identifier] = [UInt8](component.bytes)
    }
    return (found, store.manifestCount)
  }
}

extension SessionDevice {
  private static func provisioning(
    _ key: SigningKey, _ attestationKey: SigningKey, _ tams: [SessionTAM], _ signers: [SigningKey]
  ) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 2048)
    var writer = CBORWriter(buffer.mutableSpan)
    let (privateKey, attestation) = (key.privateRepresentation, attestationKey.privateRepresentation)
    try writer.provisioningHeader(
      algorithm: key.algorithm, privateKey: privateKey.span, keyIdentifier: key.identifier.span,
      optionalMemberCount: 1)
    try writer.provisioningTAMs(count: tams.count)
    for tam in tams {
      guard let own = tam.keys.first(where: { $0.type == key.type }) else { continue }
      let prefix = [UInt8].array([.array([.byteString(Array(tam.name.utf8))])])
      try anchor(own, uri: tam.uri, identifiers: prefix, into: &writer)
    }
    try writer.provisioningSigners(count: signers.count)
    for signer in signers { try anchor(signer, uri: "", identifiers: [], into: &writer) }
    try writer.provisioningTrailer(vendorIdentifier: vendor.span, classIdentifier: deviceClass.span)
    let ueid = [UInt8](repeating: 1, count: 17)
    try writer.provisioningAttestation(
      algorithm: attestationKey.algorithm, privateKey: attestation.span,
      keyIdentifier: attestationKey.identifier.span, ueid: ueid.span,
      encodedOEMIdentifier: [UInt8].byteString([1, 2, 3]).span, hardwareModel: Array("model".utf8).span,
      hardwareVersion: Array("1.0".utf8).span,
      encodedReference: [UInt8].array([.textString(""), .array([[0x2F], .byteString(vendor + vendor)])]).span)
    let count = writer.count
    return Array(buffer.prefix(count))
  }

  private static func anchor(
    _ key: SigningKey, uri: String, identifiers: [UInt8], into writer: inout CBORWriter
  ) throws(EncodeError) {
    let (publicKey, none) = (key.verificationKey.rawRepresentation, [UInt8]())
    try writer.trustAnchor(
      TrustAnchorDescription(
        algorithm: key.algorithm, publicKey: publicKey.span, keyIdentifier: key.identifier.span,
        uri: Array(uri.utf8).span, vendorIdentifier: none.span, classIdentifier: none.span,
        encodedIdentifiers: identifiers.span))
  }
}
