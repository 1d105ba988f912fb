import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Several TAMs on one device, each with its key, its URI and what it may manage (RFC 9397, section 4.2).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct SeveralTAMTests {
  private let first: TestKey
  private let second: TestKey

  init() throws { (first, second) = (try TestKey("K3"), try TestKey("K2")) }

  /// The first TAM may manage ['a'], the second ['b'], and both the manifests ['m'].
  private func device() throws -> TestDevice {
    var provisioning = try TestProvisioning()
    provisioning.tams = [
      TestProvisioning.Anchor(
        key: first, uri: "http://a.example/", identifiers: [UInt8](hexadecimal: "82 81 41 61 81 41 6d")),
      TestProvisioning.Anchor(
        key: second, uri: "http://b.example/", identifiers: [UInt8](hexadecimal: "82 81 41 62 81 41 6d")),
    ]
    return try TestDevice(provisioning)
  }

  private func envelope(_ component: String, manifest: String, number: UInt64 = 1) throws -> TestEnvelope {
    var envelope = TestEnvelope()
    envelope.component = [UInt8](hexadecimal: component)
    envelope.manifest = [UInt8](hexadecimal: manifest)
    envelope.sequenceNumber = number
    return envelope
  }

  private func isDone(_ answer: [UInt8]?) throws -> Bool { try #require(answer)[1] == 4 }

  @Test("Each TAM sees what it may manage, and nothing of the other's")
  func tcList() throws {
    var device = try device()
    let mine = try envelope("81 41 61", manifest: "82 41 61 41 31").signed(by: device.signer)
    let other = try envelope("81 41 62", manifest: "82 41 62 41 31").signed(by: device.signer)
    #expect(try isDone(device.process(first.sign(TestEnvelope.update([mine])))))
    #expect(try isDone(device.process(second.sign(TestEnvelope.update([other])))))
    let request = [UInt8](hexadecimal: "85 01 a0 \(TestCipherSuite.offer) 0a")
    for (tam, own, foreign) in [(first, "81 41 61", "81 41 62"), (second, "81 41 62", "81 41 61")] {
      let answer = try #require(try device.process(tam.sign(request)))
      let message = try TEEPMessage(decoding: answer.span, numbers: .final)
      #expect(message.list(.tcList)?.count == 1)
      // That of its manifest, and what the agent can do.
      #expect(message.list(.suitReports)?.count == 2)
      // {0: identifier, …
      #expect(answer.hexadecimal.contains("00" + [UInt8](hexadecimal: own).hexadecimal))
      #expect(!answer.hexadecimal.contains("00" + [UInt8](hexadecimal: foreign).hexadecimal))
    }
  }

  @Test("A TAM neither installs nor removes what is the other's")
  func foreign() throws {
    var device = try device()
    let other = try envelope("81 41 62", manifest: "82 41 62 41 31")
    #expect(try !isDone(device.process(first.sign(TestEnvelope.update([other.signed(by: device.signer)])))))
    #expect(try isDone(device.process(second.sign(TestEnvelope.update([other.signed(by: device.signer)])))))
    let removal = try TestEnvelope.update([], unneeded: [other.manifest])
    #expect(try !isDone(device.process(first.sign(removal))))
    #expect(try device.contents(of: other.component) != nil)
    #expect(try isDone(device.process(second.sign(removal))))
    #expect(try device.contents(of: other.component) == nil)
  }

  @Test("A manifest that both may manage is neither replaced nor removed by whom its components are not")
  func sharedManifest() throws {
    var device = try device()
    let old = try envelope("81 41 62", manifest: "81 41 6d")
    #expect(try isDone(device.process(second.sign(TestEnvelope.update([old.signed(by: device.signer)])))))
    let new = try envelope("81 41 61", manifest: "81 41 6d", number: 2).signed(by: device.signer)
    #expect(try !isDone(device.process(first.sign(TestEnvelope.update([new])))))
    #expect(try !isDone(device.process(first.sign(TestEnvelope.update([], unneeded: [old.manifest])))))
    #expect(try device.contents(of: old.component) != nil)
    #expect(try device.contents(of: [UInt8](hexadecimal: "81 41 61")) == nil)
  }

  @Test("An application's request goes to the TAM that may manage the component, and to no other")
  func request() throws {
    var device = try device()
    #expect(try device.requestTA([UInt8](hexadecimal: "82 41 62 41 31")) == .tamURI("http://b.example/"))
    let request = [UInt8](hexadecimal: "85 01 a0 \(TestCipherSuite.offer) 00")
    #expect(try device.process(first.sign(request))?.hexadecimal == "8202a10500")
    #expect(try device.process(second.sign(request))?.hexadecimal == "8202a205000d81a10f8241624131")
  }
}
