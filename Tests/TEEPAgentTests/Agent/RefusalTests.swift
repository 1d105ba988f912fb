import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// What cannot be accepted gets the Error that the protocol demands, and changes nothing that was installed.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct RefusalTests {
  /// The code and the token of an Error in final numbers.
  private func error(_ payload: [UInt8]?) throws -> (code: UInt64?, hasToken: Bool) {
    let payload = try #require(payload)
    let message = try TEEPMessage(decoding: payload.span, numbers: .final)
    let type = message.type
    try #require(type == .error)
    return (message.errorCode?.rawValue, message.token != nil)
  }

  /// The reason of the report in an Error.
  private func reason(_ payload: [UInt8]?) throws -> SUITReportReason? {
    let payload = try #require(payload)
    let message = try TEEPMessage(decoding: payload.span, numbers: .final)
    guard let reports = message.list(.suitReports) else { return nil }
    var reader = reports.makeReader()
    let report = try SUITReport(decoding: reader.byteString())
    guard case .failure(_, _, let reason) = report.result else { return nil }
    return reason
  }

  @Test("A message cut short at any byte is answered with an Error and installs nothing")
  func cutShort() throws {
    var device = try TestDevice()
    let message = try Vectors.signed("3a-update-integrated")
    for count in 0..<message.count {
      let answer = try error(device.process(Array(message.prefix(count))))
      #expect(answer.code == 1 || answer.code == 6, "cut to \(count) bytes")
    }
    #expect(try device.contents() == nil)
  }

  @Test("A message changed in any byte is answered with an Error and installs nothing")
  func changed() throws {
    var device = try TestDevice()
    let message = try Vectors.signed("3a-update-integrated")
    var accepted: [Int] = []
    for index in message.indices {
      var changed = message
      changed[index] ^= 0x01
      let before = try device.memory
      let answer = try error(device.process(changed))
      #expect(answer.code == 1 || answer.code == 6, "byte \(index)")
      if try device.memory != before { accepted.append(index) }
    }
    #expect(accepted.isEmpty)
  }

  @Test("A message of a key that no TAM has gets ERR_BAD_CERTIFICATE")
  func unknownKey() throws {
    var device = try TestDevice()
    let stranger = try TestKey("K2")
    let answer = try error(
      device.process(stranger.sign(Vectors.bytes("signed/3a-update-integrated.payload.cbor"))))
    #expect(answer.code == 6)
    #expect(!answer.hasToken)
  }

  @Test("A manifest of a key that no signer has is unauthorised", arguments: ["K2", "K3"])
  func unknownSigner(_ name: String) throws {
    var device = try TestDevice()
    let update = try TestEnvelope.update([TestEnvelope().signed(by: TestKey(name))])
    let answer = try device.process(signing: update)
    #expect(try error(answer).code == 11)
    #expect(try error(answer).hasToken)
    #expect(try reason(answer) == .unauthorised)
    #expect(try device.contents() == nil)
  }

  @Test("A lower sequence number is refused, also after a restart and after the removal (SUIT, section 6.1)")
  func rollback() throws {
    var device = try TestDevice()
    let signer = device.signer
    func update(_ number: UInt64) throws -> [UInt8] {
      var envelope = TestEnvelope()
      envelope.sequenceNumber = number
      envelope.payload = Array("version \(number)".utf8)
      return try TestEnvelope.update([envelope.signed(by: signer)])
    }
    #expect(try device.process(signing: update(7))?[1] == 4)
    #expect(try reason(device.process(signing: update(6))) == .unauthorised)
    try device.restart()
    #expect(try reason(device.process(signing: update(6))) == .unauthorised)
    #expect(try device.contents() == Array("version 7".utf8))
    let removal = try TestEnvelope.update([], unneeded: [TestEnvelope().manifest])
    #expect(try device.process(signing: removal)?[1] == 4)
    #expect(try reason(device.process(signing: update(6))) == .unauthorised)
    #expect(try device.contents() == nil)
    #expect(try device.process(signing: update(7))?[1] == 4)
  }

  @Test("Installing what is there, intact, writes nothing")
  func reinstallation() throws {
    var device = try TestDevice()
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    let first = try device.process(signing: update)
    let before = try device.flashState
    #expect(try device.process(signing: update) == first)
    #expect(try device.flashState == before)
  }

  @Test("What is damaged is installed again by the same manifest")
  func repair() throws {
    var device = try TestDevice()
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    _ = try device.process(signing: update)
    let memory = try device.memory
    let payload = TestEnvelope().payload
    let offset = try #require(
      memory.indices.first { memory[$0...].starts(with: payload) })
    try device.flip(0x10, at: offset)
    #expect(try device.process(signing: update)?[1] == 4)
    #expect(try device.contents() == payload)
  }

  @Test(
    "Manifests for other devices and with other content are refused, each with its reason",
    arguments: [
      ("vendor", SUITReportReason.conditionFailed), ("class", .conditionFailed), ("digest", .conditionFailed),
      ("size", .conditionFailed), ("no conditions", .conditionFailed), ("version", .cborParse),
      ("command", .commandUnsupported), ("abort", .conditionFailed), ("no fetch", .conditionFailed),
    ])
  func refusedManifests(_ what: String, _ expected: SUITReportReason) throws {
    var device = try TestDevice()
    var envelope = TestEnvelope()
    switch what {
    case "vendor": envelope.vendor[0] ^= 1
    case "class": envelope.deviceClass[15] ^= 1
    case "digest": envelope.digest = TestEnvelope.sha256([1])
    case "size": envelope.imageSize = 21
    case "no conditions": envelope.conditions = []
    case "version": envelope.version = 2
    case "command": envelope.install = [99, 15]
    case "abort": envelope.install = [21, 15, 14, 15]
    default: envelope.install = [3, 15]
    }
    let free = try device.freeByteCount
    let answer = try device.process(
      signing: TestEnvelope.update([envelope.signed(by: device.signer)]))
    #expect(try error(answer).code == 11)
    #expect(try reason(answer) == expected)
    #expect(try device.contents() == nil)
    #expect(try device.freeByteCount == free)
  }

  @Test("A component outside of what TAM or signer may manage is unauthorised", arguments: [true, false])
  func foreignComponent(_ limitsTAM: Bool) throws {
    // [['other']]: neither the manifest nor the component begins with it.
    let other = [UInt8](hexadecimal: "81 81 45 6f74686572")
    var device = try TestDevice(
      tamIdentifiers: limitsTAM ? other : [], signerIdentifiers: limitsTAM ? [] : other)
    let answer = try device.process(
      signing: TestEnvelope.update([TestEnvelope().signed(by: device.signer)]))
    #expect(try reason(answer) == .componentUnauthorised)
    #expect(try device.contents() == nil)
  }
}
