import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

@Suite struct QueryRequestTests {
  @Test(
    "The first QueryRequest is a COSE_Sign with a signature of each cipher suite (section 8.1)"
  )
  func signatures() async throws {
    let fixture = try TAMFixture()
    let bytes = try await fixture.tam.processConnect()
    let message = try ReceivedMessage(bytes)
    // Tag 98, array of 4, empty protected bucket, empty unprotected bucket (RFC 9052, section 4.1).
    #expect(Array(bytes.prefix(5)) == [0xD8, 0x62, 0x84, 0x40, 0xA0])
    #expect(!message.isSign1)
    #expect(message.signatures.map(\.algorithm) == [.esp256, .ed25519])
    for (index, key) in fixture.keys.keys.enumerated() {
      #expect(message.signatures[index].keyIdentifier == key.verificationKey.thumbprint)
      #expect(try message.isSigned(at: index, by: key.verificationKey))
    }
    #expect(message.type == .queryRequest)
    #expect(message.token.count == 16)
  }

  @Test("A TAM with one key offers and signs with its cipher suite alone", arguments: KeyType.allCases)
  func oneKey(type: KeyType) async throws {
    let fixture = try TAMFixture(types: [type])
    let message = try ReceivedMessage(try await fixture.tam.processConnect())
    #expect(message.signatures.map(\.algorithm) == [type.algorithm])
    // 82 (array of 2 or 1 suites) is the fourth element; -9 is 28, -19 is 32 (draft-ietf-teep-protocol-26, section 8.1).
    let suite: [UInt8] = [0x81, 0x81, 0x82, 0x12, type == .p256 ? 0x28 : 0x32]
    #expect(message.payload.firstRange(of: suite) != nil)
  }

  @Test("Two keys of one type are refused")
  func sameType() throws {
    let keys = try [SigningKey(generating: .p256), SigningKey(generating: .p256)]
    #expect(throws: TAMKeysError.several(.p256)) { try TAMKeys(keys) }
    #expect(throws: TAMKeysError.none) { try TAMKeys([]) }
  }
}

/// Examples that another implementation made; see the README beside them.
@Suite(.enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct MessageVectorTests {
  @Test("QueryRequest 1a is encoded to the same bytes")
  func queryRequest() throws {
    let request = QueryRequest(
      nonce: Array(0xA0...0xAF), offer: Offer(suites: [.p256, .ed25519], asksForExtensions: false))
    #expect(try request.encoded == Vectors.bytes("signed/1a-query_request-token.payload.cbor"))
  }

  @Test("Updates 3a, 3b and 3c are encoded to the same bytes")
  func updates() throws {
    let token = [UInt8](0xB0...0xBF)
    let envelope = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    #expect(
      try Update(token: token, manifests: [envelope]).encoded(in: .final)
        == Vectors.bytes("signed/3a-update-integrated.payload.cbor"))
    let manifest = try ComponentIdentifier(
      "TEEP-Device/SecureFS/0x8d82573a926d4754935332dc29997f74/suit")
    #expect(
      try Update(token: token, unneeded: [manifest]).encoded(in: .final)
        == Vectors.bytes("signed/3b-update-unlink.payload.cbor"))
    let failure = Update.Failure(code: .attestationRequired, message: "attestation failed")
    #expect(
      try Update(token: token, failure: failure).encoded(in: .final)
        == Vectors.bytes("signed/3c-update-error.payload.cbor"))
  }
}
