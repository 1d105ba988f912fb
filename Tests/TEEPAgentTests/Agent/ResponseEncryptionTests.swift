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

  /// What a COSE_Encrypt to K2 holds; nil where K2 cannot read it for that purpose.
  private func decrypt(_ message: [UInt8], _ purpose: KeyDerivationContext.Purpose) throws -> [UInt8]? {
    let encrypted = try COSEEncrypted(decoding: message.span)
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
    var content = [UInt8](present: encrypted.ciphertext)
    var span = content.mutableSpan
    decryption.decrypt(&span)
    return content
  }

  @Test("Evidence is for the TAM alone, by a new key each time")
  func evidence() throws {
    var device = try device()
    let request = [UInt8](
      hexadecimal: "85 01 a1 02 48 a0a1a2a3a4a5a6a7 \(TestCipherSuite.offer) 01")
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

  @Test("Reports of success and of failure are for the TAM alone")
  func reports() throws {
    var device = try device()
    var failing = TestEnvelope()
    failing.deviceClass[0] ^= 1
    for (envelope, type) in [(TestEnvelope(), UInt8(4)), (failing, 5)] {
      let answer = try #require(
        try device.process(signing: TestEnvelope.update([envelope.signed(by: device.signer)])))
      #expect(answer[1] == type)
      let response = try TEEPMessage(decoding: answer.span, numbers: .final)
      guard let reports = response.list(.suitReports) else {
        Issue.record("no reports")
        return
      }
      var reader = reports.makeReader()
      let message = [UInt8](copying: try reader.byteString())
      let report = try #require(try decrypt(message, .suitReportEncryption))
      let nonce = try SUITReport(decoding: report.span).nonce
      #expect([UInt8](present: nonce) == TestEnvelope.token)
    }
  }
}
