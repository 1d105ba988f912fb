import AgentCryptoBearSSL
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Evidence and reports for a TAM whose key agreement key the device has (draft-ietf-teep-protocol-26, section 8.2).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct ResponseEncryptionTests {
  private func device() throws -> TestDevice {
    var provisioning = try TestProvisioning()
    provisioning.attestationKey = try TestKey("K2")
    provisioning.tams[0].keyAgreementKey = try TestKey(published: "K2").publicKey
    return try TestDevice(provisioning)
  }

  private static let ctr = "84 2f28381c39fffd"
  private static let gcm = "84 2f28381c01"
  private static let macAndGCM = "84 2f052201"

  /// A QueryRequest for evidence that offers `profiles`.
  private func request(_ profiles: [String]) -> [UInt8] {
    let suites = TestCipherSuite.current.list
    return [UInt8](
      hexadecimal: "85 01 a1 02 48 a0a1a2a3a4a5a6a7 \(suites) 8\(profiles.count) \(profiles.joined()) 01")
  }

  /// What a COSE_Encrypt to K2 holds; nil where K2 cannot read it for that purpose or it is not authentic.
  private func decrypt(
    _ message: [UInt8], _ purpose: KeyDerivationContext.Purpose, by algorithm: COSEAlgorithm = .a128CTR
  ) throws -> [UInt8]? {
    let encrypted = try COSEEncrypted(decoding: message.span)
    #expect(encrypted.algorithm == algorithm)
    let recipient = try encrypted.recipients.recipient(at: 0)
    #expect([UInt8](present: recipient.keyIdentifier) == (try TestKey(published: "K2").identifier))
    var storage = [UInt8](repeating: 0, count: 16)
    var key = storage.mutableSpan
    let secret = try TestKey(published: "K2").privateKey
    guard BearSSLCrypto().contentKey(of: recipient, key: secret.span, purpose: purpose, into: &key) else {
      return nil
    }
    guard var decryption = ContentDecryption<BearSSLCrypto>(of: encrypted, contentKey: key.span) else {
      return nil
    }
    let ciphertext = [UInt8](present: encrypted.ciphertext)
    var content = Array(ciphertext.dropLast(decryption.tagCount))
    var span = content.mutableSpan
    decryption.decrypt(&span)
    let tag = Array(ciphertext.dropFirst(content.count))
    return decryption.finish(tag: tag.span) ? content : nil
  }

  @Test("Evidence is for the TAM alone, by a new key each time")
  func evidence() throws {
    var device = try device()
    let request = request([Self.ctr])
    var payloads: [[UInt8]] = []
    for _ in 0..<2 {
      let answer = try #require(try device.process(signing: request))
      let response = try TEEPMessage(decoding: answer.span, numbers: .final)
      payloads.append([UInt8](present: response.string(.attestationPayload)))
    }
    #expect(payloads[0] != payloads[1])
    for payload in payloads {
      let evidence = try #require(try decrypt(payload, .eatEncryption))
      let claims = try #require(try TestKey("K2").open(evidence))
      #expect(try EATClaims(decoding: claims.span).missing(freshness: .nonce) == [])
      // The wrapping key depends on what is encrypted.
      #expect(try decrypt(payload, .suitReportEncryption) == nil)
    }
  }

  @Test("It is encrypted in GCM mode for a TAM that offers nothing else, and in CTR mode for any other")
  func modes() throws {
    var device = try device()
    let offers: [([String], COSEAlgorithm)] = [
      ([Self.gcm], .a128GCM), ([Self.gcm, Self.ctr], .a128CTR), ([Self.macAndGCM], .a128CTR),
      ([Self.macAndGCM, Self.gcm], .a128GCM),
    ]
    for (profiles, algorithm) in offers {
      let answer = try #require(try device.process(signing: request(profiles)))
      let response = try TEEPMessage(decoding: answer.span, numbers: .final)
      let payload = [UInt8](present: response.string(.attestationPayload))
      let evidence = try #require(try decrypt(payload, .eatEncryption, by: algorithm))
      #expect(try TestKey("K2").open(evidence) != nil)
      // What was agreed on holds for later messages.
      var envelope = TestEnvelope()
      envelope.deviceClass[0] ^= 1
      let refusal = try #require(
        try device.process(signing: TestEnvelope.update([envelope.signed(by: device.signer)])))
      #expect(try reportNonce(in: refusal, by: algorithm) == TestEnvelope.token)
    }
  }

  /// The nonce of the first report in a response.
  private func reportNonce(in response: [UInt8], by algorithm: COSEAlgorithm) throws -> [UInt8] {
    let message = try TEEPMessage(decoding: response.span, numbers: .final)
    guard let reports = message.list(.suitReports) else { throw NoReports() }
    var reader = reports.makeReader()
    let encrypted = [UInt8](copying: try reader.byteString())
    let report = try #require(try decrypt(encrypted, .suitReportEncryption, by: algorithm))
    return [UInt8](present: try SUITReport(decoding: report.span).nonce)
  }

  /// A response without reports.
  private struct NoReports: Error {}

  @Test("Reports of success and of failure are for the TAM alone")
  func reports() throws {
    var device = try device()
    var failing = TestEnvelope()
    failing.deviceClass[0] ^= 1
    for (envelope, type) in [(TestEnvelope(), UInt8(4)), (failing, 5)] {
      let answer = try #require(
        try device.process(signing: TestEnvelope.update([envelope.signed(by: device.signer)])))
      #expect(answer[1] == type)
      #expect(try reportNonce(in: answer, by: .a128CTR) == TestEnvelope.token)
    }
  }
}
