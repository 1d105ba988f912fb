import TEEPCodec
import TEEPTestSupport
import Testing

/// Claims sets of cbor2.
@Suite("Claims of EAT that cbor2 encodes") struct EATClaimsTests {
  private struct MadeClaims: Decodable {
    let encoded: String
    let shuffled: String
    /// By their labels.
    let claims: [String: String]
  }

  private func sets() throws -> [MadeClaims] {
    let random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for claims of cbor2")
    let sets: [MadeClaims] = try Python.pyca.ask("claims", ["100", "\(random.seed)"])
    #expect(sets.count == 100)
    return sets
  }

  @Test("are read as what they were made of, in any order and among unknown ones")
  func read() throws {
    for made in try sets() {
      for encoded in [made.encoded, made.shuffled] {
        let bytes = [UInt8](hexadecimal: encoded)
        let claims = try EATClaims(decoding: bytes.span)
        #expect(try Self.describe(claims) == made.claims, "\(encoded)")
      }
    }
  }

  @Test("are written to the same bytes")
  func write() throws {
    for made in try sets() {
      let encoded = [UInt8](hexadecimal: made.encoded)
      var output = [UInt8](repeating: 0, count: encoded.count)
      let count = try Self.rewrite(encoded.span, into: output.mutableSpan)
      #expect(count == encoded.count && output == encoded)
    }
  }
}
