import Foundation
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// The certificates of a TAM, and what devices say of them (RFC 9360; draft-ietf-teep-protocol-26, section 4.6). OpenSSL
/// makes them.
@Suite struct CertificateTests {
  private let authority: TestAuthority
  private let folder: TemporaryFolder
  private let keys: TAMKeys

  init() throws {
    authority = try TestAuthority().authority("below the root")
    folder = try TemporaryFolder()
    keys = try TAMKeys([SigningKey(generating: .p256), SigningKey(generating: .ed25519)])
  }

  /// A TAM with these numbers of chains for its P-256 key, and none for the other one, at the time of the certificates.
  private func fixture(chains: Int) throws -> TAMFixture {
    let files = try (0..<chains).map { try write($0) }
    let certificates = try TAMCertificates(at: files, of: keys, now: Date() + 60)
    let fixture = try TAMFixture(keys: keys, certificates: certificates)
    // Whole seconds, as the store keeps them.
    fixture.clock.advance((Date().timeIntervalSince(fixture.clock.now) + 60).rounded())
    return fixture
  }

  /// Writes a new chain of the P-256 key.
  @discardableResult
  private func write(_ number: Int) throws -> String {
    try folder.write(TestAuthority.pem(chain(of: keys)), to: "chain-\(number).pem")
  }

  private func chain(of keys: TAMKeys, days: Int = 30) throws -> [[UInt8]] {
    let key = try #require(keys.key(for: .p256)).verificationKey
    return try authority.certificates(for: key.rawRepresentation, name: "tam.example", days: days)
  }

  /// The chain in a file, in DER.
  private func chain(_ number: Int) throws -> [[UInt8]] {
    try CertificateChain(at: folder.path("chain-\(number).pem")).certificates.map(\.der)
  }

  @Test("The certificates of a key come with each of its signatures, and a key without any has none")
  func everySignature() async throws {
    let fixture = try fixture(chains: 1)
    let agent = try await fixture.enroll("device")
    let expected = try chain(0)
    #expect(expected.count == 2)
    let request = try ReceivedMessage(await fixture.tam.processConnect())
    #expect(request.signatures.map(\.certificates) == [expected, []])
    let envelope = try TestEnvelope("c", payload: [1])
    try await fixture.publish(envelope)
    let response = try agent.queryResponse(
      token: request.token, requested: [TEEPTAMTests.request(envelope.component)])
    let update = try ReceivedMessage(await fixture.tam.processMessage(response))
    #expect(update.signatures.map(\.certificates) == [expected])
    #expect(try update.isSigned(at: 0, by: #require(fixture.keys.key(for: .p256)).verificationKey))
  }

  @Test(
    "After ERR_BAD_CERTIFICATE the next certificates are used, and the device goes on to be sent those that it takes"
  )
  func badCertificate() async throws {
    let fixture = try fixture(chains: 2)
    let agent = try await fixture.enroll("device")
    let first = try ReceivedMessage(await fixture.tam.processConnect())
    #expect(try first.signatures[0].certificates == chain(0))
    let second = try ReceivedMessage(await fixture.tam.processMessage(agent.error(6, token: nil)))
    #expect(second.type == .queryRequest)
    #expect(try second.signatures.map(\.certificates) == [chain(1)])
    let envelope = try TestEnvelope("c", payload: [1])
    try await fixture.publish(envelope)
    let response = try agent.queryResponse(token: second.token, requested: [request(envelope.component)])
    let update = try ReceivedMessage(await fixture.tam.processMessage(response))
    #expect(update.envelopes.count == 1)
    #expect(try update.signatures.map(\.certificates) == [chain(1)])
    // An Error about the Update means the certificates of a manifest, not those of the TAM.
    #expect(try await fixture.tam.processMessage(agent.error(6, token: update.token)) == nil)
    #expect(try await fixture.device("device")?.lastFailure?.code == 6)
  }

  @Test(
    "Where no certificates are left nothing is left to say, and the operator sees why until some are taken")
  func noneLeft() async throws {
    let fixture = try fixture(chains: 2)
    let agent = try await fixture.enroll("device")
    _ = try await fixture.tam.processConnect()
    #expect(try await fixture.tam.processMessage(agent.error(6, token: nil)) != nil)
    let refusal = try agent.error(6, token: nil, message: "none of these")
    for _ in 0..<3 { #expect(try await fixture.tam.processMessage(refusal) == nil) }
    let failure = try #require(try await fixture.device("device")?.lastFailure)
    #expect(failure == DeviceFailure(code: 6, message: "none of these", time: fixture.clock.now))
    #expect(try await fixture.device("device")?.lastSeen == nil)
    let request = try ReceivedMessage(await fixture.tam.processConnect())
    _ = try await fixture.tam.processMessage(agent.queryResponse(token: request.token))
    #expect(try await fixture.device("device")?.lastFailure == nil)
  }

  @Test(
    "After ERR_CERTIFICATE_EXPIRED renewed certificates are used without a restart, and the same ones are not sent again"
  )
  func expired() async throws {
    let fixture = try fixture(chains: 1)
    let agent = try await fixture.enroll("device")
    let old = try chain(0)
    _ = try await fixture.tam.processConnect()
    let error = try agent.error(9, token: nil)
    #expect(try await fixture.tam.processMessage(error) == nil)
    #expect(try await fixture.device("device")?.lastFailure?.code == 9)
    try write(0)
    let renewed = try chain(0)
    #expect(renewed != old)
    let request = try ReceivedMessage(await fixture.tam.processMessage(error))
    #expect(request.type == .queryRequest)
    #expect(request.signatures[0].certificates == renewed)
    #expect(try await fixture.tam.processMessage(error) == nil)
    // What cannot be used does not take the place of what can.
    try folder.write(Array("nothing".utf8), to: "chain-0.pem")
    #expect(try await fixture.tam.processMessage(error) == nil)
    #expect(try ReceivedMessage(await fixture.tam.processConnect()).signatures[0].certificates == renewed)
  }

  @Test(
    "Files that no TAM can use are refused by name",
    arguments: [
      ("another key", "is that of no --key"), ("expired", "its certificate 1 has expired"),
      ("not yet valid", "its certificate 1 has expired, or is not valid yet"),
      ("none", "holds 0 certificates"),
      ("nine", "holds 9 certificates"), ("order", "its certificate 1 is not issued by the one behind it"),
      ("damaged", "its certificate 2 is damaged"),
    ])
  func files(_ what: String, _ problem: String) throws {
    var certificates = try chain(
      of: what == "another key" ? TAMKeys([SigningKey(generating: .p256)]) : keys, days: 2)
    var now = Date() + 60
    switch what {
    case "expired": now += 3 * 24 * 3600
    case "not yet valid": now -= 24 * 3600
    case "none": certificates = []
    case "nine": certificates += Array(repeating: certificates[1], count: 7)
    case "order": certificates.append(certificates[0])
    case "damaged": certificates[1].removeLast()
    default: break
    }
    if what == "order" { certificates.swapAt(1, 2) }
    let path = try folder.write(TestAuthority.pem(certificates), to: "chain.pem")
    let error = #expect(throws: FileError.self) { try TAMCertificates(at: [path], of: keys, now: now) }
    #expect(error?.path == path)
    #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
  }
}
