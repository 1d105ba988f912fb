import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPTAM

/// What a TAM offers next to an agent that cannot do what was offered (draft-ietf-teep-protocol-26, sections 4.6 and 8.1).
@Suite struct NegotiationTests {
  private let fixture: TAMFixture

  init() throws { fixture = try TAMFixture() }

  /// `[[18, -9]]` and `[[18, -19]]` (section 8.1).
  private static let esp256: [UInt8] = [0x81, 0x82, 0x12, 0x28]
  private static let ed25519: [UInt8] = [0x81, 0x82, 0x12, 0x32]

  @Test(
    "The first QueryRequest offers both cipher suites and all four SUIT profiles, and asks for components and extensions"
  )
  func firstOffer() async throws {
    let request = try ReceivedMessage(await fixture.tam.processConnect())
    #expect(request.suites == [Self.esp256, Self.ed25519])
    #expect(request.dataItems == 2 | 4)
    // The four tuples of section 8.2: [-16, -9, -29, -65534], [-16, -19, -29, -65534], [-16, -9, -29, 1], [-16, -19, -29, 24].
    let profiles: [UInt8] = [
      0x84, 0x84, 0x2F, 0x28, 0x38, 0x1C, 0x39, 0xFF, 0xFD, 0x84, 0x2F, 0x32, 0x38, 0x1C, 0x39, 0xFF, 0xFD,
      0x84, 0x2F, 0x28, 0x38, 0x1C, 0x01, 0x84, 0x2F, 0x32, 0x38, 0x1C, 0x18, 0x18,
    ]
    #expect(request.payload.firstRange(of: profiles) != nil)
  }

  @Test(
    "After ERR_UNSUPPORTED_CIPHER_SUITES the suites that both have are offered, as a COSE_Sign1 of the one")
  func cipherSuites() async throws {
    let agent = try await fixture.enroll("device")
    let error = try await agent.error(5, token: fixture.connect(), suites: [-9, -46])
    let request = try ReceivedMessage(await fixture.tam.processMessage(error))
    #expect(request.type == .queryRequest)
    #expect(request.isSign1)
    #expect(request.suites == [Self.esp256])
    #expect(try request.isSigned(at: 0, by: #require(fixture.keys.key(for: .p256)).verificationKey))
    // The same once more leaves nothing to try.
    let again = try agent.error(5, token: request.token, suites: [-9])
    #expect(try await fixture.tam.processMessage(again) == nil)
  }

  @Test("Where no suite is in common, or none is named, nothing is left to say")
  func noSuite() async throws {
    let agent = try await fixture.enroll("device")
    for suites: [Int64] in [[], [-46], [-7, -8]] {
      let error = try await agent.error(5, token: fixture.connect(), suites: suites)
      #expect(try await fixture.tam.processMessage(error) == nil)
    }
  }

  @Test("After ERR_UNSUPPORTED_EXTENSION no extensions are asked for")
  func extensions() async throws {
    let agent = try await fixture.enroll("device")
    let request = try ReceivedMessage(
      await fixture.tam.processMessage(agent.error(2, token: fixture.connect())))
    #expect(request.dataItems == 2)
    #expect(request.suites.count == 2)
    #expect(try await fixture.tam.processMessage(agent.error(2, token: request.token)) == nil)
  }

  @Test("After ERR_UNSUPPORTED_MSG_VERSION nothing is left to offer: version 0 is the only one")
  func version() async throws {
    let agent = try await fixture.enroll("device")
    #expect(try await fixture.tam.processMessage(agent.error(4, token: fixture.connect())) == nil)
    #expect(try await fixture.device("device")?.lastFailure?.code == 4)
  }

  @Test("An Error without token is answered once, however often it is replayed")
  func replayed() async throws {
    let agent = try await fixture.enroll("device")
    let error = try agent.error(2, token: nil)
    #expect(try ReceivedMessage(await fixture.tam.processMessage(error)).dataItems == 2)
    for _ in 0..<3 { #expect(try await fixture.tam.processMessage(error) == nil) }
    #expect(try await fixture.device("device")?.lastFailure == nil)
  }
}
