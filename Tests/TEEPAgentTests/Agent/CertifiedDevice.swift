import AgentCryptoMbedTLS
import Foundation
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// A device with mbed TLS and a clock, as the agent on Linux has them, which trusts a certificate authority.
struct CertifiedDevice: ~Copyable {
  typealias CertifiedAgent = Agent<SimulatedFlash, MbedTLSCrypto, TestFetcher, TestChance>

  var agent: CertifiedAgent
  private let key: TestKey
  private let flash: SimulatedFlash

  /// - Parameter days: how far its clock is from now; nil where it has none.
  init(_ provisioning: TestProvisioning, days: Int? = 0) throws {
    let flash = try SimulatedFlash(pageCount: 48, provisioning: provisioning.encoded())
    var chance = TestChance()
    // A minute, for a certificate that OpenSSL makes a second later.
    chance.secondsSince1970 = days.map { Int64(Date().timeIntervalSince1970) + 60 + Int64($0) * 24 * 3600 }
    let agent = CertifiedAgent(
      store: try Store(mounting: flash), crypto: MbedTLSCrypto(), line: TestFetcher(), device: chance)
    (key, self.flash) = (provisioning.key, flash)
    self.agent = agent
  }

  /// Whether the component of the TEEP examples is installed.
  func holdsComponent() throws -> Bool {
    let store = try Store(mounting: SimulatedFlash(image: flash.snapshot.memory))
    let identifier = TestDevice.exampleComponent
    return store.component(identifier.span) != nil
  }

  /// Hands the agent a message and gives the signed answer; nil where it has none.
  mutating func process(_ message: [UInt8]) throws -> Answer? {
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    guard case .message(let start, let count) = agent.processTEEPMessage(message.span, response: &span),
      let payload = try key.open(Array(response[start..<start + count]))
    else { return nil }
    let teep = try TEEPMessage(decoding: payload.span, numbers: .final)
    return Answer(
      type: teep.type, code: teep.errorCode, hasReports: teep.list(.suitReports) != nil,
      challenge: [UInt8](present: teep.string(.challenge)),
      words: String(decoding: [UInt8](present: teep.string(.errMsg)), as: UTF8.self))
  }

  /// What a test looks at of an answer.
  struct Answer {
    let type: TEEPMessageType
    let code: TEEPErrorCode?
    let hasReports: Bool
    /// No bytes where there is none.
    let challenge: [UInt8]
    let words: String
  }
}

extension TestKey {
  /// A COSE_Sign1 of the key with its certificates beside the signature (RFC 9360, section 2).
  ///
  /// - Parameter payload: what is signed; it is detached where `isDetached`.
  func sign(
    _ payload: [UInt8], certificates: [[UInt8]], keyIdentifier: [UInt8]? = nil, isDetached: Bool = false
  ) throws -> [UInt8] {
    let protected = [UInt8](copying: COSESign1Frame(algorithm).protected)
    let signature = try signature(
      of: SignatureStructure(sign1Protected: protected.span, payload: payload.span))
    let chain: [UInt8] =
      certificates.count == 1 ? .byteString(certificates[0]) : .array(certificates.map { .byteString($0) })
    let entries: [(UInt64, [UInt8])] = [(4, .byteString(keyIdentifier ?? identifier)), (33, chain)]
    let content: [UInt8] = isDetached ? [0xF6] : .byteString(payload)
    return [0xD2] + .array([.byteString(protected), .map(entries), content, .byteString(signature)])
  }
}
