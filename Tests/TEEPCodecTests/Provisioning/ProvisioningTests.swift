import TEEPCodec
import TEEPTestSupport
import Testing

/// What a device is given when it is made, in bytes made by hand from the grammar that ``Provisioning`` states.
@Suite("Provisioning") struct ProvisioningTests {
  private static func filled(_ byte: String, _ count: Int) -> String { String(repeating: byte, count: count) }

  private static let kid = "03 5820" + filled("e1", 32)
  private static let deviceKey = "a3 01 28 02 5820" + filled("d0", 32) + "03 5820" + filled("d1", 32)
  /// An ESP256 key and an Ed25519 key with their identifiers, the rest of each map open.
  private static let esp256 = "01 28 02 5840" + filled("e0", 64) + "03 5820" + filled("e1", 32)
  private static let ed25519 = "01 32 02 5820" + filled("f0", 32) + "03 5820" + filled("f1", 32)
  private static let tam = "a4" + esp256 + "04 66687474703a2f"
  private static let signer =
    "a6" + ed25519 + "05 50" + filled("a5", 16) + "06 50" + filled("a6", 16) + "07 82 814101 8241024103"
  private static let trailer = "05 50" + filled("b5", 16) + "06 50" + filled("b6", 16)

  private static func whole(
    version: String = "01", deviceKey: String = deviceKey, tams: String = "81" + tam,
    signers: String = "81" + signer,
    trailer: String = trailer
  ) -> String { "a6 01" + version + "02" + deviceKey + "03" + tams + "04" + signers + trailer }

  @Test("is read")
  func read() throws {
    let bytes = [UInt8](
      hexadecimal: Self.whole(
        tams: "82" + Self.tam + "a3" + Self.ed25519, signers: "82" + Self.tam + Self.signer))
    let provisioning = try Provisioning(decoding: bytes.span)
    let deviceKey = try provisioning.deviceKey()
    #expect(deviceKey.algorithm == .esp256)
    #expect([UInt8](deviceKey.privateKey) == [UInt8](repeating: 0xD0, count: 32))
    #expect([UInt8](deviceKey.keyIdentifier) == [UInt8](repeating: 0xD1, count: 32))
    #expect(provisioning.anchors.count(of: .tam) == 2)
    #expect(provisioning.anchors.count(of: .signer) == 2)
    #expect([UInt8](present: provisioning.vendorIdentifier) == [UInt8](repeating: 0xB5, count: 16))
    #expect([UInt8](present: provisioning.classIdentifier) == [UInt8](repeating: 0xB6, count: 16))
    #expect([UInt8](present: provisioning.deviceIdentifier) == nil)

    let tam = try provisioning.anchors.anchor(.tam, at: 0)
    #expect(tam.algorithm == .esp256)
    #expect([UInt8](tam.publicKey) == [UInt8](repeating: 0xE0, count: 64))
    #expect([UInt8](tam.keyIdentifier) == [UInt8](repeating: 0xE1, count: 32))
    #expect([UInt8](present: tam.uri) == Array("http:/".utf8))
    #expect([UInt8](present: tam.vendorIdentifier) == nil)
    #expect([UInt8](present: tam.classIdentifier) == nil)

    let signer = try provisioning.anchors.anchor(.signer, at: 1)
    #expect(signer.algorithm == .ed25519)
    #expect([UInt8](signer.publicKey) == [UInt8](repeating: 0xF0, count: 32))
    #expect([UInt8](signer.keyIdentifier) == [UInt8](repeating: 0xF1, count: 32))
    #expect([UInt8](present: signer.uri) == nil)
    #expect([UInt8](present: signer.vendorIdentifier) == [UInt8](repeating: 0xA5, count: 16))
    #expect([UInt8](present: signer.classIdentifier) == [UInt8](repeating: 0xA6, count: 16))
    let other = try provisioning.anchors.anchor(.signer, at: 0)
    #expect(other.algorithm == .esp256)
    let missing = refusal { () throws(DecodeError) in _ = try provisioning.anchors.anchor(.tam, at: 2) }
    #expect(missing?.reason == .outOfRange)
  }

  /// Where the members begin: the map and the version come before the device's key, and so on.
  private static let deviceKeyOffset = 4
  private static let tamsOffset = deviceKeyOffset + 73 + 1
  private static let anchor = tamsOffset + 1
  private static let trailerOffset = anchor + 113 + 2 + 119

  @Test(
    "is refused",
    arguments: [
      Refusal("an array", "86 01 01", .unexpectedType, at: 0),
      Refusal("nothing in it", "a0", .wrongCount, at: 0),
      Refusal("12 members", "ac" + whole().dropFirst(2), .wrongCount, at: 0),
      Refusal(
        "a device identifier of 15 bytes", "a7" + whole().dropFirst(2) + "0b 4f" + filled("b7", 15),
        .outOfRange,
        at: trailerOffset + 37),
      Refusal("version 2", whole(version: "02"), .unsupported, at: 2),
      Refusal("version 257", whole(version: "190101"), .unsupported, at: 2),
      Refusal("another key first", "a6 02 01 01 00 03 80 04 80 05 40 06 40", .missingMember, at: 1),
      Refusal("key 258 in place of 2", "a6 01 01 190102 00 03 80 04 80 05 40 06 40", .missingMember, at: 1),
      Refusal("a device key of 2 members", whole(deviceKey: "a2 01 28 02 40"), .wrongCount, at: 4),
      Refusal(
        "a private key of 31 bytes", whole(deviceKey: "a3 01 28 02 581f" + filled("d0", 31) + "03 40"),
        .outOfRange,
        at: 8),
      Refusal(
        "a key identifier of 31 bytes",
        whole(deviceKey: "a3 01 28 02 5820" + filled("d0", 32) + "03 581f" + filled("d1", 31)), .outOfRange,
        at: 43),
      Refusal(
        "an algorithm that is text", whole(deviceKey: "a3 01 6141 02 40 03 40"), .unexpectedType, at: 6),
      Refusal("no TAM", whole(tams: "80"), .wrongCount, at: tamsOffset),
      Refusal("9 TAMs", whole(tams: "89" + filled(tam, 9)), .tooMany, at: tamsOffset),
      Refusal(
        "a TAM without kid", whole(tams: "81 a2 01 28 02 5840" + filled("e0", 64)), .missingMember,
        at: anchor + 1),
      Refusal(
        "a P-256 key of 32 bytes", whole(tams: "81 a3 01 28 02 5820" + filled("e0", 32) + kid),
        .outOfRange,
        at: anchor + 4),
      Refusal(
        "an Ed25519 key of 64 bytes", whole(tams: "81 a3 01 32 02 5840" + filled("e0", 64) + kid),
        .outOfRange,
        at: anchor + 4),
      Refusal("an empty URI", whole(tams: "81 a4" + esp256 + "04 60"), .outOfRange, at: anchor + 106),
      Refusal(
        "a URI of 513 bytes", whole(tams: "81 a4" + esp256 + "04 790201" + filled("61", 513)), .outOfRange,
        at: anchor + 106),
      Refusal(
        "a URI that is not UTF-8", whole(tams: "81 a4" + esp256 + "04 61ff"), .invalidUTF8, at: anchor + 107),
      Refusal(
        "a vendor of 15 bytes", whole(tams: "81 a4" + esp256 + "05 4f" + filled("00", 15)), .outOfRange,
        at: anchor + 106),
      Refusal(
        "a class of 17 bytes", whole(tams: "81 a4" + esp256 + "06 51" + filled("00", 17)), .outOfRange,
        at: anchor + 106),
      Refusal(
        "no identifier in member 7", whole(tams: "81 a4" + esp256 + "07 80"), .wrongCount, at: anchor + 106),
      Refusal(
        "an identifier that is bytes", whole(tams: "81 a4" + esp256 + "07 8140"), .unexpectedType,
        at: anchor + 107),
      Refusal(
        "members out of order", whole(tams: "81 a5" + esp256 + "05 50" + filled("00", 16) + "04 6161"),
        .unsortedKeys,
        at: anchor + 123),
      Refusal(
        "a member twice", whole(tams: "81 a5" + esp256 + "04 6161 04 6161"), .unsortedKeys, at: anchor + 108),
      Refusal("member 11", whole(tams: "81 a4" + esp256 + "0b 00"), .unsupported, at: anchor + 105),
      Refusal("an unknown policy", whole(tams: "81 a4" + esp256 + "08 1880"), .outOfRange, at: anchor + 106),
      Refusal(
        "a key agreement key of 63 bytes", whole(tams: "81 a4" + esp256 + "09 583f" + filled("00", 63)),
        .outOfRange, at: anchor + 106),
      Refusal(
        "a vendor of 15 bytes for itself", whole(trailer: "05 4f" + filled("b5", 15) + "06 40"), .outOfRange,
        at: trailerOffset + 1),
      Refusal("bytes behind it", whole() + "00", .trailingBytes, at: trailerOffset + 36),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try Provisioning(decoding: refusal.bytes.span)
    }
    #expect(error == refusal.error)
  }

  @Test("may name the device itself")
  func deviceIdentifier() throws {
    let identifier = [UInt8](repeating: 0xB7, count: 16)
    let bytes = [UInt8](hexadecimal: "a7" + Self.whole().dropFirst(2) + "0b 50" + Self.filled("b7", 16))
    let provisioning = try Provisioning(decoding: bytes.span)
    #expect([UInt8](present: provisioning.deviceIdentifier) == identifier)
    let written = try TEEPCodecTests.written { (writer) throws(EncodeError) in
      try writer.provisioningDeviceIdentifier(identifier.span)
    }
    #expect(written == bytes.suffix(18))
  }

  @Test("is written as it is read")
  func written() throws {
    let expected = [UInt8](hexadecimal: Self.whole())
    func filled(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    let (devicePrivate, deviceIdentifier) = (filled(0xD0, 32), filled(0xD1, 32))
    let (tamKey, tamIdentifier, uri) = (filled(0xE0, 64), filled(0xE1, 32), Array("http:/".utf8))
    let (signerKey, signerIdentifier) = (filled(0xF0, 32), filled(0xF1, 32))
    let (vendor, signerClass) = (filled(0xA5, 16), filled(0xA6, 16))
    let identifiers: [UInt8] = [0x82, 0x81, 0x41, 0x01, 0x82, 0x41, 0x02, 0x41, 0x03]
    let (ownVendor, ownClass) = (filled(0xB5, 16), filled(0xB6, 16))
    let bytes = try TEEPCodecTests.written { (writer) throws(EncodeError) in
      try writer.provisioningHeader(
        algorithm: .esp256, privateKey: devicePrivate.span, keyIdentifier: deviceIdentifier.span)
      try writer.provisioningTAMs(count: 1)
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: .esp256, publicKey: tamKey.span, keyIdentifier: tamIdentifier.span, uri: uri.span,
          vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span()))
      try writer.provisioningSigners(count: 1)
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: .ed25519, publicKey: signerKey.span, keyIdentifier: signerIdentifier.span, uri: Span(),
          vendorIdentifier: vendor.span, classIdentifier: signerClass.span,
          encodedIdentifiers: identifiers.span))
      try writer.provisioningTrailer(vendorIdentifier: ownVendor.span, classIdentifier: ownClass.span)
    }
    #expect(bytes == expected)
  }
}
