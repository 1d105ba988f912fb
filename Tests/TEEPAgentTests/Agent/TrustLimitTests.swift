import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// How far each party's key reaches, and what the protocol leaves open: the claims of docs/threat-model.md that nothing
/// else shows.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct TrustLimitTests {
  @Test("A signer's key signs manifests, and no messages")
  func signerIsNoTAM() throws {
    var device = try TestDevice()
    let before = try device.memory
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    let payload = try #require(try device.process(device.signer.sign(update)))
    let answer = try TEEPMessage(decoding: payload.span, numbers: .final)
    #expect(answer.errorCode?.rawValue == 6)
    #expect(try device.memory == before)
  }

  @Test("A TAM's key signs messages, and no manifests")
  func tamIsNoSigner() throws {
    var device = try TestDevice()
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.tam)])
    let payload = try #require(try device.process(signing: update))
    let answer = try TEEPMessage(decoding: payload.span, numbers: .final)
    #expect(answer.errorCode?.rawValue == 11)
    #expect(try device.contents() == nil)
  }

  @Test("A TAM removes nothing outside of what it may manage")
  func foreignRemoval() throws {
    let removal = try TestEnvelope.update([], unneeded: [TestEnvelope().manifest])
    // [['other']]: the manifest's identifier does not begin with it.
    var limited = try TestDevice(tamIdentifiers: [UInt8](hexadecimal: "81 81 45 6f74686572"))
    let payload = try #require(try limited.process(signing: removal))
    #expect(try TEEPMessage(decoding: payload.span, numbers: .final).errorCode?.rawValue == 11)
    // Who may manage it is told that it is gone, which it is.
    var unlimited = try TestDevice()
    #expect(try unlimited.process(signing: removal)?[1] == 4)
  }

  @Test("A signer of another vendor signs nothing for this device", arguments: [true, false])
  func foreignVendor(_ isOwn: Bool) throws {
    var vendor = TestEnvelope().vendor
    if !isOwn { vendor[0] ^= 1 }
    var device = try TestDevice(signerVendor: vendor)
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    let payload = try #require(try device.process(signing: update))
    #expect(
      try TEEPMessage(decoding: payload.span, numbers: .final).errorCode?.rawValue == (isOwn ? nil : 11))
    #expect(try (device.contents() != nil) == isOwn)
  }

  @Test("An Update that only removes can be replayed: no field of it tells the agent that it is an old one")
  func removalIsReplayed() throws {
    var device = try TestDevice()
    let install = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    let removal = try device.tam.sign(TestEnvelope.update([], unneeded: [TestEnvelope().manifest]))
    #expect(try device.process(signing: install)?[1] == 4)
    #expect(try device.process(removal)?[1] == 4)
    #expect(try device.process(signing: install)?[1] == 4)
    #expect(try device.contents() != nil)
    // The same bytes once more, as a broker that kept them may send them.
    #expect(try device.process(removal)?[1] == 4)
    #expect(try device.contents() == nil)
    // What was removed comes back with the TAM's next Update of the same version.
    #expect(try device.process(signing: install)?[1] == 4)
    #expect(try device.contents() == TestEnvelope().payload)
  }

  @Test("A QueryRequest can be replayed: the agent answers it as it is now, and changes nothing")
  func queryIsReplayed() throws {
    var device = try TestDevice()
    let query = try Vectors.bytes("signed/1a-query_request-token.sign-both.cose")
    let first = try #require(try device.process(query))
    let before = try device.memory
    #expect(try device.process(query) == first)
    #expect(try device.memory == before)
  }
}
