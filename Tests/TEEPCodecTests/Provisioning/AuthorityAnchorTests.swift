import TEEPCodec
import TEEPTestSupport
import Testing

/// Anchors that are certificate authorities, of bytes put together by hand.
@Suite struct AuthorityAnchorTests {
  /// A set of one TAM, `{1: algorithm, 2: key, 3: 32 bytes}` with further members, and one signer.
  private func anchors(algorithm: String = "28", key: String = "5840", _ members: String, count: Int)
    -> [UInt8]
  {
    let bytes = String(repeating: "00", count: key == "5840" ? 64 : 32)
    let signer = "a3 01 28 02 5840 \(String(repeating: "00", count: 64)) 03 5820" + zeros
    return [UInt8](
      hexadecimal: "a2 03 81 a\(3 + count) 01\(algorithm) 02 \(key) \(bytes) 03 5820 \(zeros) \(members)"
        + "04 81" + signer)
  }

  private let zeros = String(repeating: "00", count: 32)

  /// Policy 64 (0x1840), and the name 'a'.
  private static let (policy, name) = ("08 1840", "0a 61 61")

  @Test("an authority has the name that its certificates give, which may have 253 bytes")
  func accepted() throws {
    let long = "0a 78fd" + String(repeating: "61", count: 253)
    for (name, count) in [(Self.name, 1), (long, 253)] {
      let bytes = anchors("\(Self.policy) \(name)", count: 2)
      let set = try TrustAnchorSet(decoding: bytes.span)
      let anchor = try set.anchor(.tam, at: 0)
      #expect(anchor.policy == .certifiesKeys)
      #expect(anchor.certifiedName?.count == count)
      #expect(try set.anchor(.signer, at: 0).certifiedName == nil)
    }
  }

  @Test(
    "an authority without name, a name without authority, and a key that no certificate is checked by are refused"
  )
  func refused() {
    for (algorithm, key, members, count) in [
      ("28", "5840", Self.policy, 1), ("28", "5840", Self.name, 1),
      ("32", "5820", "\(Self.policy) \(Self.name)", 2),
      ("28", "5840", "\(Self.policy) 0a 60", 2),
      ("28", "5840", "\(Self.policy) 0a 78fe \(String(repeating: "61", count: 254))", 2),
    ] {
      let bytes = anchors(algorithm: algorithm, key: key, members, count: count)
      #expect(throws: DecodeError.self, "\(members.prefix(20))") {
        _ = try TrustAnchorSet(decoding: bytes.span)
      }
    }
  }
}
