import TEEPCodec
import TEEPTestSupport
import Testing

/// The bytes that a signature covers, put together by hand from RFC 9052, section 4.4.
@Suite("Sig_structure (RFC 9052, section 4.4)") struct SignatureStructureTests {
  /// A byte string with its head, written by hand.
  private func byteString(_ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let head: [UInt8] =
      count < 24
      ? [0x40 + UInt8(count)]
      : count < 256
        ? [0x58, UInt8(count)]
        : count < 65536
          ? [0x59, UInt8(count >> 8), UInt8(count & 255)]
          : [0x5A, 0, UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)]
    return head + content
  }

  private func join(_ structure: SignatureStructure) -> [UInt8] {
    var joined: [UInt8] = []
    structure.forEachPiece { piece in joined += [UInt8](piece) }
    return joined
  }

  @Test(
    "of COSE_Sign1 is an array of 4 beginning with Signature1",
    arguments: [0, 1, 23, 24, 255, 256, 65535, 65536])
  func sign1(payloadCount: Int) {
    let protected: [UInt8] = [0xA1, 0x01, 0x28]
    let payload = [UInt8](repeating: 0xA5, count: payloadCount)
    let expected =
      [0x84, 0x6A] + Array("Signature1".utf8) + [0x43, 0xA1, 0x01, 0x28, 0x40] + byteString(payload)
    #expect(join(SignatureStructure(sign1Protected: protected.span, payload: payload.span)) == expected)
  }

  @Test(
    "of COSE_Sign is an array of 5 beginning with Signature",
    arguments: [0, 1, 23, 24, 255, 256, 65535, 65536])
  func sign(payloadCount: Int) {
    let body = [UInt8](repeating: 0x5A, count: payloadCount / 2)
    let signer: [UInt8] = [0xA1, 0x01, 0x32]
    let payload = [UInt8](repeating: 0xA5, count: payloadCount)
    let expected =
      [0x85, 0x69] + Array("Signature".utf8) + byteString(body) + [0x43, 0xA1, 0x01, 0x32, 0x40]
      + byteString(payload)
    let structure = SignatureStructure(
      bodyProtected: body.span, signerProtected: signer.span, payload: payload.span)
    #expect(join(structure) == expected)
  }

  /// Payload `This is the content.`, algorithm ES256, key identifier `11`.
  private static let content = "546869732069732074686520636f6e74656e742e"
  private static let signature = "5840" + String(repeating: "5a", count: 64)

  @Test(
    "of the COSE working group's examples",
    arguments: [
      // sign1-tests/sign-pass-03: without tag.
      (
        "8443a10126a10442313154" + content + signature,
        "846a5369676e61747572653143a101264054" + content
      ),
      // RFC 9052, appendix C.2.1: the same with its tag.
      (
        "d28443a10126a10442313154" + content + signature,
        "846a5369676e61747572653143a101264054" + content
      ),
      // RFC 9052, appendix C.1.1: COSE_Sign with one signer.
      (
        "d8628440a054" + content + "818343a10126a104423131" + signature,
        "85695369676e61747572654043a101264054" + content
      ),
      // sign-tests/sign-pass-01: an encoded empty map in the body's protected bucket counts as no bytes.
      (
        "d8628441a0a054" + content + "818343a10126a104423131" + signature,
        "85695369676e61747572654043a101264054" + content
      ),
    ])
  func examples(message: String, toBeSigned: String) throws {
    let bytes = [UInt8](hexadecimal: message)
    let signed = try COSESigned(decoding: bytes.span)
    let signature = try signed.signature(at: 0)
    #expect(signature.algorithm == .es256)
    #expect([UInt8](present: signed.keyIdentifier(of: signature)) == [0x31, 0x31])
    #expect([UInt8](signed.value(of: signature)) == [UInt8](repeating: 0x5A, count: 64))
    #expect(join(signed.structure(for: signature)) == [UInt8](hexadecimal: toBeSigned))
  }

  @Test("takes a payload that travels elsewhere")
  func detached() throws {
    let bytes = [UInt8](hexadecimal: "d28443a10126a104423131f6" + Self.signature)
    let signed = try COSESigned(decoding: bytes.span)
    #expect([UInt8](present: signed.payload) == nil)
    let payload = [UInt8](hexadecimal: Self.content)
    let structure = signed.structure(for: try signed.signature(at: 0), payload: payload.span)
    #expect(join(structure) == [UInt8](hexadecimal: "846a5369676e61747572653143a101264054" + Self.content))
  }
}
