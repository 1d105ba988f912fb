import TEEPHost
import TEEPTestSupport
import Testing

@Suite("RFC 9679 thumbprints", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct ThumbprintTests {
  @Test(
    "of every published key, from its public and from its private half",
    arguments: ["K1", "K2", "K3", "K7", "R1", "R2"])
  func published(name: String) throws {
    let key = try Vectors.key(name)
    let type: KeyType = key["crv"] == "P-256" ? .p256 : .ed25519
    let raw = [UInt8](hexadecimal: (key["x"] ?? "") + (key["y"] ?? ""))
    let expected = try #require(key["thumbprint"])

    let publicKey = try VerificationKey(type: type, rawRepresentation: raw)
    #expect(publicKey.thumbprint.hexadecimal == expected)
    let privateKey = try SigningKey(
      type: type, privateRepresentation: [UInt8](hexadecimal: try #require(key["d"])))
    #expect(privateKey.verificationKey == publicKey)
    #expect(privateKey.verificationKey.rawRepresentation == raw)
  }

  @Test("RFC 9679, section 6: the example key")
  func rfc9679Example() throws {
    let key = try VerificationKey(
      type: .p256,
      rawRepresentation: [UInt8](
        hexadecimal: "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
          + "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"))
    #expect(key.thumbprint.hexadecimal == "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec")
  }
}
