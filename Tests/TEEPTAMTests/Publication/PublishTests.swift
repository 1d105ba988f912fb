import Crypto
import Foundation
import GRDB
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

@Suite struct PublishTests {
  private let fixture: TAMFixture

  init() throws { fixture = try TAMFixture() }

  /// Demands that publishing is refused with a sentence that has `words`, and that nothing is published.
  private func expectRefused(
    _ envelope: [UInt8], payload: [UInt8]? = nil, _ kind: AdminError.Kind, _ words: String,
    leaving count: Int = 0
  ) async throws {
    let error = await #expect(throws: AdminError.self) {
      try await fixture.tam.publish(PublicationRequest(envelope: envelope, payload: payload))
    }
    #expect(error?.kind == kind)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(try await fixture.tam.store.publications().count == count)
  }

  @Test("What is published is listed, with what its manifest says")
  func list() async throws {
    let payload: [UInt8] = [1, 2, 3]
    let envelope = try TestEnvelope("one", sequenceNumber: 4, payload: payload, uri: "http://tam/payloads/x")
    let publication = try await fixture.publish(envelope, payload: payload)
    let sha256 = Array(SHA256.hash(data: payload)).hexadecimal
    #expect(publication.manifest.description == "test/one/suit")
    #expect(publication.sequenceNumber == 4)
    #expect(publication.sha256 == envelope.manifestDigest.hexadecimal)
    #expect(publication.envelopeSize == envelope.encoded.count)
    #expect(
      publication.components == [
        PublishedComponent(
          identifier: envelope.component, sha256: sha256, size: 3, uri: "http://tam/payloads/x")
      ])
    #expect(publication.payload == PublishedPayload(sha256: sha256, size: 3))
    #expect(try await fixture.tam.store.publications() == [publication])
  }

  @Test("The envelope's digest must be that of its manifest")
  func digestOfManifest() async throws {
    var envelope = try TestEnvelope("one", payload: [1])
    envelope.wrapperDigest = [UInt8](repeating: 0, count: 32)
    try await expectRefused(envelope.encoded, .invalid, "digest is not that of its manifest")
  }

  @Test("An envelope cut short, or with any byte changed that it is checked by, is refused")
  func damaged() async throws {
    let envelope = try TestEnvelope("one", payload: [1, 2, 3, 4])
    let bytes = envelope.encoded
    for count in bytes.indices {
      try await expectRefused(Array(bytes[..<count]), .invalid, "the envelope cannot be read")
    }
    // The manifest and the payload are covered by digests.
    let manifest = try #require(bytes.firstRange(of: envelope.manifest.encoded))
    let payload = try #require(bytes.firstRange(of: [1, 2, 3, 4] as [UInt8]))
    for index in Array(manifest) + Array(payload) {
      var changed = bytes
      changed[index] ^= 0x20
      await #expect(throws: AdminError.self, "byte \(index)") {
        try await fixture.tam.publish(PublicationRequest(envelope: changed, payload: nil))
      }
    }
    #expect(try await fixture.tam.store.publications().isEmpty)
  }

  @Test("A sequence number lower than what was ever published is refused, the same one is not")
  func sequenceNumber() async throws {
    try await fixture.publish(TestEnvelope("one", sequenceNumber: 5, payload: [5]))
    try await expectRefused(
      TestEnvelope("one", sequenceNumber: 4, payload: [4]).encoded, .conflict, "5 was published", leaving: 1)
    try await fixture.publish(TestEnvelope("one", sequenceNumber: 5, payload: [6]))
    let component = try TestEnvelope("one", payload: []).component
    _ = try await fixture.tam.remove(RemovalRequest(component: component))
    try await expectRefused(
      TestEnvelope("one", sequenceNumber: 4, payload: [4]).encoded, .conflict, "5 was published")
    try await fixture.publish(TestEnvelope("one", sequenceNumber: 5, payload: [5]))
  }

  @Test("Publishing the same again changes nothing but the time")
  func again() async throws {
    let envelope = try TestEnvelope("one", payload: [5])
    var first = try await fixture.publish(envelope)
    fixture.clock.advance(5)
    let second = try await fixture.publish(envelope)
    #expect(second.published == first.published.addingTimeInterval(5))
    first.published = second.published
    #expect(second == first)
    #expect(try await fixture.tam.store.publications() == [second])
  }

  @Test("A sequence number that the store cannot hold is refused")
  func hugeSequenceNumber() async throws {
    try await expectRefused(
      TestEnvelope("one", sequenceNumber: 1 << 63, payload: [1]).encoded, .invalid, "sequence number")
    try await fixture.publish(TestEnvelope("one", sequenceNumber: (1 << 63) - 1, payload: [1]))
  }

  @Test("A component belongs to one manifest")
  func componentOfAnother() async throws {
    try await fixture.publish(TestEnvelope("one", payload: [1]))
    var other = try TestEnvelope("two", payload: [2])
    other.components = try [ComponentIdentifier("test/one/tc")]
    try await expectRefused(other.encoded, .conflict, "remove it there first", leaving: 1)
  }

  @Test("The payload must have the manifest's digest and size")
  func payload() async throws {
    var envelope = try TestEnvelope("one", payload: [1, 2, 3], uri: "http://tam/x")
    try await expectRefused(envelope.encoded, payload: [1, 2, 4], .invalid, "digest and size")
    try await expectRefused(envelope.encoded, payload: [], .invalid, "digest and size")
    envelope.size = 4
    try await expectRefused(envelope.encoded, payload: [1, 2, 3], .invalid, "digest and size")
  }

  @Test("An integrated payload must have the manifest's digest and size, and leaves no place for another")
  func integrated() async throws {
    var envelope = try TestEnvelope("one", payload: [1, 2, 3])
    try await expectRefused(envelope.encoded, payload: [1, 2, 3], .invalid, "leave the payload out")
    envelope.integrated = [1, 2, 4]
    try await expectRefused(envelope.encoded, .invalid, "'#tc'")
    envelope.integrated = nil
    envelope.size = 2
    try await expectRefused(envelope.encoded, .invalid, "'#tc'")
  }

  @Test("An envelope larger than the bound is refused")
  func tooLarge() async throws {
    let envelope = try TestEnvelope("one", payload: [UInt8](repeating: 0, count: AdminAPI.maximumEnvelope))
    try await expectRefused(envelope.encoded, .tooLarge, "\(AdminAPI.maximumEnvelope)")
  }

  @Test("Removing what is not published says so")
  func removeUnknown() async throws {
    await #expect(throws: AdminError.self) {
      try await fixture.tam.remove(RemovalRequest(component: ComponentIdentifier("a/b")))
    }
  }

  @Test("A manifest is removed by its component or by its own identifier")
  func remove() async throws {
    let envelope = try TestEnvelope("one", payload: [1])
    for identifier in [envelope.component, envelope.manifest] {
      let published = try await fixture.publish(envelope)
      #expect(try await fixture.tam.remove(RemovalRequest(component: identifier)) == published)
      #expect(try await fixture.tam.store.publications() == [])
    }
  }

  @Test("Old versions are forgotten beyond a bound")
  func versions() async throws {
    for number in 1...UInt64(TAMStore.maximumVersions + 5) {
      try await fixture.publish(TestEnvelope("one", sequenceNumber: number, payload: [UInt8(number)]))
    }
    let count = try await fixture.tam.store.database.read { try ManifestRecord.fetchCount($0) }
    #expect(count == TAMStore.maximumVersions + 1)
  }
}

/// Envelopes of the specifications; see the README beside them.
@Suite(.enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct EnvelopeVectorTests {
  @Test("Appendix E.1 of the TEEP draft names its payload by a URI")
  func uri() throws {
    let facts = try EnvelopeFacts(checking: Vectors.bytes("teep-appendixE-suit_uri.cbor"))
    #expect(facts.identifier.description == "TEEP-Device/SecureFS/0x8d82573a926d4754935332dc29997f74/suit")
    #expect(facts.sequenceNumber == 3)
    #expect(facts.sha256.hexadecimal == "b39b52b0b747ea79588c190f567bfc2c8437ba8a73f7ea983182e79f0148d59b")
    #expect(
      facts.components.map(\.identifier.description) == [
        "TEEP-Device/SecureFS/0x8d82573a926d4754935332dc29997f74/ta"
      ])
    #expect(facts.components[0].size == 20)
    #expect(facts.components[0].uris == ["https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta"])
    #expect(facts.integratedKeys.isEmpty)
    let payload = try Vectors.bytes("teep-appendixE-8d82573a.ta")
    #expect(
      try facts.check(payload: .init(payload)).hexadecimal
        == "8cf71ac86af31be184ec7a05a411a8c3a14fd9b77a30d046397481469468ece8")
  }

  @Test("Appendix E.2 of the TEEP draft has its payload in it")
  func integrated() throws {
    let facts = try EnvelopeFacts(checking: Vectors.bytes("teep-appendixE-suit_integrated.cbor"))
    #expect(facts.integratedKeys == ["#tc"])
    #expect(facts.components[0].uris == ["#tc"])
  }

  @Test(
    "The examples of the manifest draft can be read, tagged and severed ones among them", arguments: 0...5)
  func manifestExamples(number: Int) throws {
    // Their digests are sample patterns that no integrated payload has.
    let facts = try EnvelopeFacts(checking: Vectors.bytes("suit-manifest-37-example\(number).cbor"))
    #expect(!facts.components.isEmpty)
  }

  @Test(
    "A payload without a digest in the manifest has the size that it gives (draft-ietf-suit-firmware-encryption-24)"
  )
  func encrypted() throws {
    let facts = try EnvelopeFacts(checking: Vectors.bytes("suit-enc-suit-manifest-aes-kw.cbor"))
    #expect(facts.components.map(\.isEncrypted) == [true, false])
    _ = try facts.check(payload: .init(Vectors.bytes("suit-enc-payload-aes-kw-aes-gcm.bin")))
    #expect(throws: AdminError.self) { try facts.check(payload: .init([1, 2, 3])) }
  }
}
