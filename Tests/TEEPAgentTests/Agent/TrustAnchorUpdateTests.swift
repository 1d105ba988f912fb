import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Trust anchors that an Update replaces (docs/trust-anchors.md).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct TrustAnchorUpdateTests {
  typealias Anchor = TestProvisioning.Anchor

  /// ['teep', 'trust-anchors']
  private let component = [UInt8](hexadecimal: "82 44 74656570 4d 74727573742d616e63686f7273")
  private let tam: TestKey
  private let signer: TestKey
  private let other: TestKey

  init() throws { (tam, signer, other) = (try TestKey("K3"), try TestKey("K1"), try TestKey("K2")) }

  private func device(policy: TrustAnchorPolicy = .managesTrustAnchors) throws -> TestDevice {
    var provisioning = try TestProvisioning()
    provisioning.signers[0].policy = policy
    return try TestDevice(provisioning)
  }

  private func set(tams: [Anchor], signers: [Anchor]) throws -> [UInt8] {
    try encoded { (cbor) throws(EncodeError) in
      try cbor.trustAnchorSet(hasVerifiers: false)
      try cbor.provisioningTAMs(count: tams.count)
      for anchor in tams { try anchor.encode(into: &cbor) }
      try cbor.provisioningSigners(count: signers.count)
      for anchor in signers { try anchor.encode(into: &cbor) }
    }
  }

  /// An Update with the anchors as its component.
  private func update(_ anchors: [UInt8], number: UInt64 = 1) throws -> [UInt8] {
    var envelope = TestEnvelope()
    envelope.component = component
    envelope.manifest = [UInt8](hexadecimal: "81 47 616e63686f7273")
    envelope.payload = anchors
    envelope.sequenceNumber = number
    return try TestEnvelope.update([envelope.signed(by: signer)])
  }

  private func code(_ payload: [UInt8]?) throws -> UInt64? {
    let payload = try #require(payload)
    return try TEEPMessage(decoding: payload.span, numbers: .final).errorCode?.rawValue
  }

  @Test("A TAM's key is rotated: the new one is trusted at once and after a restart, the old one no longer")
  func rotation() throws {
    var device = try device()
    let manager = Anchor(key: signer, policy: .managesTrustAnchors)
    let anchors = try set(tams: [Anchor(key: other, uri: "http://new.example/")], signers: [manager])
    #expect(try device.process(signing: update(anchors))?[1] == 4)
    let request = [UInt8](hexadecimal: "85 01 a0 \(TestCipherSuite.offer) 00")
    for _ in 0..<2 {
      #expect(try code(device.process(signing: request)) == 6)
      #expect(try device.process(other.sign(request))?[1] == 2)
      #expect(try device.tamURIs() == ["http://new.example/"])
      try device.restart()
    }
    // The old anchors do not come back with the removal of the manifest.
    let removal = try TestEnvelope.update([], unneeded: [[UInt8](hexadecimal: "81 47 616e63686f7273")])
    #expect(try device.process(other.sign(removal))?[1] == 4)
    #expect(try code(device.process(signing: request)) == 6)
  }

  @Test("A signer is added, and what it signs is installed")
  func newSigner() throws {
    var device = try device()
    let foreign = try TestEnvelope.update([TestEnvelope().signed(by: other)])
    #expect(try code(device.process(signing: foreign)) == 11)
    let anchors = try set(
      tams: [Anchor(key: tam, uri: TestDevice.tamURI)],
      signers: [Anchor(key: signer, policy: .managesTrustAnchors), Anchor(key: other)])
    #expect(try device.process(signing: update(anchors))?[1] == 4)
    #expect(try device.process(signing: foreign)?[1] == 4)
  }

  @Test("A signer without the right to replaces no trust anchors, though it may sign for everything else")
  func withoutRight() throws {
    var device = try device(policy: [])
    let manager = Anchor(key: other, policy: .managesTrustAnchors)
    let anchors = try set(tams: [Anchor(key: other, uri: "http://new.example/")], signers: [manager])
    #expect(try code(device.process(signing: update(anchors))) == 11)
    #expect(try device.tamURIs() == [TestDevice.tamURI])
  }

  @Test(
    "Anchors after which nobody could replace them, or that cannot be read, change nothing",
    arguments: ["no right", "another component", "no TAM for it", "no URI", "garbage", "nothing"])
  func lockedOut(_ what: String) throws {
    var device = try device()
    var tams = [Anchor(key: other, uri: "http://new.example/")]
    var signers = [Anchor(key: signer, policy: .managesTrustAnchors)]
    switch what {
    case "no right": signers[0].policy = []
    case "another component": signers[0].identifiers = [UInt8](hexadecimal: "81 81 41 61")
    case "no TAM for it": tams[0].identifiers = [UInt8](hexadecimal: "81 81 41 61")
    case "no URI": tams[0].uri = ""
    default: break
    }
    var anchors = try set(tams: tams, signers: signers)
    if what == "garbage" { anchors.removeLast() }
    if what == "nothing" { anchors = [0xA0] }
    #expect(try code(device.process(signing: update(anchors))) == 11)
    #expect(try device.tamURIs() == [TestDevice.tamURI])
    #expect(try device.contents(of: component) == nil)
    // The way of the right ones is still open.
    let right = try set(
      tams: [Anchor(key: tam, uri: TestDevice.tamURI)],
      signers: [Anchor(key: signer, policy: .managesTrustAnchors)])
    #expect(try device.process(signing: update(right, number: 2))?[1] == 4)
  }

  @Test("What follows new trust anchors in the same Update has to be sent again")
  func rest() throws {
    var device = try device()
    let anchors = try set(
      tams: [Anchor(key: other, uri: "http://new.example/")],
      signers: [Anchor(key: signer, policy: .managesTrustAnchors)])
    var envelope = TestEnvelope()
    envelope.component = component
    envelope.manifest = [UInt8](hexadecimal: "81 47 616e63686f7273")
    envelope.payload = anchors
    let update = try TestEnvelope.update([
      envelope.signed(by: signer), TestEnvelope().signed(by: signer),
    ])
    #expect(try code(device.process(signing: update)) == 10)
    #expect(try device.contents() == nil)
    #expect(try device.tamURIs() == ["http://new.example/"])
  }
}
