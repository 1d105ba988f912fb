import TEEPCodec
import TEEPTestSupport
import Testing

/// The structures that are hashed or authenticated piece by piece, put together.
@Suite("MAC_structure, Enc_structure, COSE_KDF_Context and thumbprint input") struct StructureTests {
  @Test("MAC_structure (RFC 9052, section 6.3)")
  func mac() {
    let protected: [UInt8] = [0xA1, 0x01, 0x05]
    let payload = Array("This is the content.".utf8)
    let tail = "43a101054054" + payload.hexadecimal
    let mac0 = MACStructure(mac0Protected: protected.span, payload: payload.span)
    #expect(joined { mac0.forEachPiece($0) }.hexadecimal == "84644d414330" + tail)
    let mac = MACStructure(macProtected: protected.span, payload: payload.span)
    #expect(joined { mac.forEachPiece($0) }.hexadecimal == "84634d4143" + tail)
  }

  @Test("Enc_structure (RFC 9052, section 5.3)")
  func encryption() {
    let protected: [UInt8] = [0xA1, 0x01, 0x01]
    let encrypt0 = EncryptionStructure(encrypt0Protected: protected.span)
    #expect(joined { encrypt0.forEachPiece($0) }.hexadecimal == "8368456e63727970743043a1010140")
    let encrypt = EncryptionStructure(encryptProtected: protected.span)
    #expect(joined { encrypt.forEachPiece($0) }.hexadecimal == "8367456e637279707443a1010140")
    let empty = EncryptionStructure(encryptProtected: Span())
    #expect(joined { empty.forEachPiece($0) }.hexadecimal == "8367456e63727970744040")
  }

  @Test(
    "the KDF context of SUIT is the constant of its specification, and those of TEEP differ in their text")
  func keyDerivation() {
    let protected: [UInt8] = [0xA1, 0x01, 0x38, 0x1C]
    let opening = "842283f6f6f683f6f6f683188044a101381c"
    for (purpose, text) in [
      (
        KeyDerivationContext.Purpose.suitPayloadEncryption, "5753554954205061796c6f616420456e6372797074696f6e"
      ),
      (.suitReportEncryption, "56" + Array("SUIT Report Encryption".utf8).hexadecimal),
      (.eatEncryption, "4e" + Array("EAT Encryption".utf8).hexadecimal),
    ] {
      let context = KeyDerivationContext(a128KWProtected: protected.span, purpose: purpose)
      #expect(joined { context.forEachPiece($0) }.hexadecimal == opening + text)
    }
  }

  @Test(
    "thumbprints of the examples' keys (RFC 9679)", .needsVectors,
    arguments: ["K1", "K2", "K3", "K7", "R1", "R2"])
  func thumbprints(name: String) throws {
    let key = try Vectors.key(name)
    let x = [UInt8](hexadecimal: try #require(key["x"]))
    let y = [UInt8](hexadecimal: key["y"] ?? "")
    let input =
      y.isEmpty
      ? KeyThumbprintInput(ed25519: x.span) : KeyThumbprintInput(p256X: x.span, y: y.span)
    #expect(try sha256(joined { input.forEachPiece($0) }) == key["thumbprint"])
  }

  @Test("thumbprint input of X25519 and of symmetric keys (RFC 9679, sections 4.1 and 4.3)")
  func otherThumbprintInputs() {
    let x = [UInt8](repeating: 7, count: 32)
    let x25519 = KeyThumbprintInput(x25519: x.span)
    #expect(joined { x25519.forEachPiece($0) }.hexadecimal == "a301012004215820" + x.hexadecimal)
    let symmetric = KeyThumbprintInput(symmetric: [1, 2, 3].span)
    #expect(joined { symmetric.forEachPiece($0) }.hexadecimal == "a201042043010203")
  }
}

/// All pieces that `forEachPiece` hands over, one after the other.
func joined(_ forEachPiece: ((Span<UInt8>) -> Void) -> Void) -> [UInt8] {
  var bytes: [UInt8] = []
  forEachPiece { piece in bytes += [UInt8](piece) }
  return bytes
}
