import TEEPCodec
import TEEPTestSupport
import Testing

/// What is well-formed: the item walker without rules, cbor2 and libcbor about the same bytes.
@Suite("Verdicts on well-formedness") struct VerdictTests {
  private func walkerAccepts(_ bytes: [UInt8]) -> Bool {
    (try? CBORItemWalker(.noTrailingBytes).walk(bytes.span)) == bytes.count
  }

  private func cbor2Accepts(_ bytes: [UInt8]) throws -> Bool { try Python.pyca.answer("judge", [bytes]) }

  /// Where libcbor 0.8 is stricter than RFC 8949 is about well-formedness.
  static let refusedByLibcbor: Set<String> = [
    // Simple values that are not assigned, which section 3.3 leaves to later assignments.
    "f0", "f8ff", "e0", "f3", "f820", "f8fe",
    // Texts that are not UTF-8: well-formed, but not valid (section 5.3.1).
    "61ff", "62c328", "61c3", "63eda080", "7f61c361bcff",
    // Tags 6 to 20, of which section 3.4 says no more than of any other.
    "c600", "c782f6f5", "ca80", "d040", "d100", "d28440a0f640", "d3d400",
  ]

  @Test("on what is", arguments: WellFormedItems.appendixA + WellFormedItems.further)
  func wellFormed(encoded: String) throws {
    let bytes = [UInt8](hexadecimal: encoded)
    #expect(walkerAccepts(bytes))
    let cbor2 = try cbor2Accepts(bytes)
    let libcbor = LibCBOR.isWellFormed(bytes)
    #expect(cbor2)
    #expect(libcbor == !Self.refusedByLibcbor.contains(encoded))
  }

  @Test("on each beginning of what is, which is an item only where it is all of it")
  func truncated() throws {
    for encoded in WellFormedItems.appendixA {
      let bytes = [UInt8](hexadecimal: encoded)
      for count in bytes.indices {
        let beginning = Array(bytes[..<count])
        #expect(!walkerAccepts(beginning), "\(beginning.hexadecimal)")
        let cbor2 = try cbor2Accepts(beginning)
        #expect(!cbor2, "\(beginning.hexadecimal)")
        #expect(LibCBOR.isWellFormed(beginning) != true, "\(beginning.hexadecimal)")
      }
    }
  }

  @Test("on random bytes, most of which are nothing")
  func random() throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for verdicts on random bytes")
    var accepted = 0
    for _ in 0..<6000 {
      let bytes = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        // Heads of few items and the bytes that mean something in them, more often than others.
        Bool.random(using: &random)
          ? UInt8.random(in: .min ... .max, using: &random)
          : [0x00, 0x41, 0x5F, 0x61, 0x7F, 0x81, 0x82, 0x9F, 0xA1, 0xBF, 0xC1, 0xF6, 0xF8, 0xF9, 0xFF]
            .randomElement(
              using: &random) ?? 0
      }
      let isAccepted = walkerAccepts(bytes)
      accepted += isAccepted ? 1 : 0
      let cbor2 = try cbor2Accepts(bytes)
      #expect(cbor2 == isAccepted, "\(bytes.hexadecimal)")
      // What libcbor accepts is well-formed; what it refuses may be one of the items above.
      if LibCBOR.isWellFormed(bytes) == true { #expect(isAccepted, "\(bytes.hexadecimal)") }
    }
    #expect(accepted > 100)
  }

  @Test("on what is not", arguments: MalformedItems.byRule)
  func malformed(rule: String, items: [String]) throws {
    for encoded in items {
      let bytes = [UInt8](hexadecimal: encoded)
      #expect(!walkerAccepts(bytes), "\(encoded)")
      let cbor2 = try cbor2Accepts(bytes)
      let libcbor = LibCBOR.isWellFormed(bytes)
      #expect(!cbor2, "\(encoded)")
      #expect(libcbor != true, "\(encoded)")
    }
  }
}
