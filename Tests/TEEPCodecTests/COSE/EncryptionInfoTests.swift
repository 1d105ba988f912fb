import TEEPCodec
import TEEPTestSupport
import Testing

/// The encryption-info examples of draft-ietf-suit-firmware-encryption, what is in them by hand.
@Suite("Encryption info", .needsVectors) struct EncryptionInfoTests {
  static let names = ["aes-kw-aes-ctr", "aes-kw-aes-gcm", "es-ecdh-aes-ctr", "es-ecdh-aes-gcm"]

  @Test("is read whole", arguments: names)
  func reads(name: String) throws {
    let bytes = try Vectors.bytes("suit-enc-info-\(name).cbor")
    let message = try COSEEncrypted(decoding: bytes.span, base: 9)
    let isGCM = name.hasSuffix("gcm")
    #expect(message.isEncrypt0 == false)
    #expect(message.algorithm == (isGCM ? .a128GCM : .a128CTR))
    #expect([UInt8](present: message.ciphertext) == nil)
    #expect([UInt8](present: message.keyIdentifier) == nil)
    #expect(
      [UInt8](message.initializationVector).hexadecimal
        == (isGCM ? "f14aab9d81d51f7ad943fe87" : "dae613b2e0dc55f4322be38bdba9dc68"))
    #expect(message.recipients.count == 1)
    let recipient = try message.recipients.recipient(at: 0)
    #expect([UInt8](recipient.wrappedKey) == Array(bytes.suffix(24)))
    if name.hasPrefix("aes-kw") {
      #expect(recipient.algorithm == .a128KW)
      #expect([UInt8](present: recipient.keyIdentifier) == Array("kid-1".utf8))
      if recipient.ephemeralKey != nil { Issue.record("an ephemeral key") }
    } else {
      #expect(recipient.algorithm == .ecdhESA128KW)
      #expect([UInt8](present: recipient.keyIdentifier) == nil)
      let start = isGCM ? 40 : 45
      guard let key = recipient.ephemeralKey else {
        Issue.record("no ephemeral key")
        return
      }
      #expect(key.kind == .p256)
      #expect([UInt8](key.x) == Array(bytes[start..<start + 32]))
      #expect([UInt8](key.y) == Array(bytes[start + 35..<start + 67]))
      let context = recipient.keyDerivationContext(for: .suitPayloadEncryption)
      #expect(
        joined { context.forEachPiece($0) }.hexadecimal
          == "842283f6f6f683f6f6f683188044a101381c5753554954205061796c6f616420456e6372797074696f6e")
    }
    let structure = message.structure
    #expect(
      joined { structure.forEachPiece($0) }.hexadecimal
        == "8367456e6372797074" + (isGCM ? "43a10101" : "40") + "40")
  }
}
