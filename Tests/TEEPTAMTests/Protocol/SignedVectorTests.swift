import Foundation
import GRDB
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// Messages that another implementation signed with the keys of `keys.json`, as the TAM receives them.
@Suite(.enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct SignedVectorTests {
  private static let queryToken = [UInt8](0xA0...0xAF)
  private static let updateToken = [UInt8](0xB0...0xBF)

  private let fixture: TAMFixture

  init() throws { fixture = try TAMFixture() }

  /// Enrolls the agent that signed the examples of one cipher suite: K7, or the second test key of RFC 8032.
  private func enroll(_ type: KeyType) async throws {
    let key: VerificationKey
    switch type {
    case .p256:
      let members = try Vectors.key("K7")
      key = try VerificationKey(
        type: .p256,
        rawRepresentation: [UInt8](hexadecimal: members["x"] ?? "") + [UInt8](hexadecimal: members["y"] ?? "")
      )
    case .ed25519:
      key = try VerificationKey(
        type: .ed25519,
        rawRepresentation: [UInt8](
          hexadecimal: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    }
    _ = try await fixture.tam.enroll(EnrollmentRequest(name: "device", publicKey: key.pem()))
  }

  /// Makes the TAM wait for an answer with this token.
  private func issue(
    _ token: [UInt8], _ kind: TokenRecord.Kind, _ update: TokenRecord.SentUpdate? = nil
  ) async throws {
    let now = fixture.clock.now
    try await fixture.tam.store.database.write { database in
      let deviceID = kind == .update ? try DeviceRecord.find(name: "device", in: database)?.id : nil
      var record = TokenRecord(
        value: Data(token), kind: kind, deviceID: deviceID, expires: now + 60, update: update)
      try record.issue(within: TAMLimits(), now: now, in: database)
    }
  }

  private func message(_ name: String, _ type: KeyType) throws -> [UInt8] {
    try Vectors.bytes("signed/\(name).sign1-\(type == .p256 ? "esp256" : "ed25519").cose")
  }

  @Test(
    "QueryResponse 2a asks for the component of appendix E and gets its envelope", arguments: KeyType.allCases
  )
  func requested(type: KeyType) async throws {
    try await enroll(type)
    let envelope = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    _ = try await fixture.tam.publish(PublicationRequest(envelope: envelope, payload: nil))
    try await issue(Self.queryToken, .queryRequest)
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(message("2a-query_response-requested", type)))
    #expect(update.envelopes == [envelope])
  }

  @Test(
    "QueryResponse 2b holds the component of appendix E: nothing to do, and once it is removed, unlinked",
    arguments: KeyType.allCases)
  func held(type: KeyType) async throws {
    try await enroll(type)
    let envelope = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    let publication = try await fixture.tam.publish(PublicationRequest(envelope: envelope, payload: nil))
    try await issue(Self.queryToken, .queryRequest)
    #expect(try await fixture.tam.processMessage(message("2b-query_response-tclist", type)) == nil)
    #expect(
      try await fixture.device("device")?.components.map(\.sha256) == [
        "8cf71ac86af31be184ec7a05a411a8c3a14fd9b77a30d046397481469468ece8"
      ])
    _ = try await fixture.tam.remove(RemovalRequest(component: publication.components[0].identifier))
    try await issue(Self.queryToken, .queryRequest)
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(message("2b-query_response-tclist", type)))
    #expect(update.unneeded == [publication.manifest])
  }

  @Test("Success 4b reports what was installed", arguments: KeyType.allCases)
  func success(type: KeyType) async throws {
    try await enroll(type)
    let envelope = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    let publication = try await fixture.tam.publish(PublicationRequest(envelope: envelope, payload: nil))
    let sent = TokenRecord.SentUpdate(removed: [], manifests: [1], isPartial: false)
    try await issue(Self.updateToken, .update, sent)
    #expect(try await fixture.tam.processMessage(message("4b-success-report", type)) == nil)
    let component = try #require(try await fixture.device("device")?.components.first)
    #expect(component.identifier == publication.components[0].identifier)
    #expect(component.sequenceNumber == 3)
    #expect(component.size == 20)
  }

  @Test("Success 4a ends what its Update began", arguments: KeyType.allCases)
  func bareSuccess(type: KeyType) async throws {
    try await enroll(type)
    let sent = TokenRecord.SentUpdate(removed: [], manifests: [], isPartial: false)
    try await issue(Self.updateToken, .update, sent)
    // What nobody signed ends nothing.
    #expect(try await fixture.tam.processMessage(Vectors.bytes("signed/4a-success.payload.cbor")) == nil)
    #expect(try await waitingCount() == 1)
    #expect(try await fixture.tam.processMessage(message("4a-success", type)) == nil)
    #expect(try await waitingCount() == 0)
    #expect(try await fixture.device("device")?.lastFailure == nil)
  }

  private func waitingCount() async throws -> Int {
    try await fixture.tam.store.database.read { try TokenRecord.fetchCount($0) }
  }

  @Test("Errors 5a, 5b and 5c are understood", arguments: KeyType.allCases)
  func errors(type: KeyType) async throws {
    try await enroll(type)
    try await issue(
      Self.updateToken, .update, TokenRecord.SentUpdate(removed: [], manifests: [], isPartial: false))
    #expect(try await fixture.tam.processMessage(message("5a-error-manifest", type)) == nil)
    #expect(try await fixture.device("device")?.lastFailure?.code == 11)
    #expect(try await fixture.device("device")?.lastFailure?.message == "disk-full")
    try await issue(Self.queryToken, .queryRequest)
    // It names Ed25519, so that suite alone is offered next.
    let next = try ReceivedMessage(
      await fixture.tam.processMessage(message("5b-error-ciphersuites", type)))
    #expect(next.suites == [[0x81, 0x82, 0x12, 0x32]])
    #expect(try next.isSigned(at: 0, by: #require(fixture.keys.key(for: .ed25519)).verificationKey))
    #expect(try await fixture.device("device")?.lastFailure?.code == 5)
    #expect(try await fixture.tam.processMessage(message("5c-error-attest-required", type)) == nil)
  }

  @Test(
    "A TAM's own messages are dropped, signed with either key, with both, or not at all",
    arguments: [
      "1a-query_request-token", "1b-query_request-challenge", "3a-update-integrated", "3b-update-unlink",
      "3c-update-error",
    ], KeyType.allCases)
  func tamMessages(name: String, type: KeyType) async throws {
    try await enroll(type)
    try await issue(Self.queryToken, .queryRequest)
    let both = name.contains("query") ? [try Vectors.bytes("signed/\(name).sign-both.cose")] : []
    let forms = try [message(name, type), Vectors.bytes("signed/\(name).payload.cbor")] + both
    for form in forms { #expect(try await fixture.tam.processMessage(form) == nil) }
    #expect(try await waitingCount() == 1)
  }

  @Test(
    "What nobody signed is dropped",
    arguments: [
      "2a-query_response-requested", "2b-query_response-tclist", "4b-success-report", "5a-error-manifest",
      "5b-error-ciphersuites", "5c-error-attest-required",
    ])
  func plain(name: String) async throws {
    try await enroll(.p256)
    for token in [Self.queryToken, Self.updateToken] {
      try await issue(
        token, token == Self.queryToken ? .queryRequest : .update,
        TokenRecord.SentUpdate(removed: [], manifests: [], isPartial: false))
    }
    #expect(try await fixture.tam.processMessage(Vectors.bytes("signed/\(name).payload.cbor")) == nil)
    #expect(try await waitingCount() == 2)
    #expect(try await fixture.device("device")?.lastFailure == nil)
  }
}
