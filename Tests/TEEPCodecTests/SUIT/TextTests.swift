import TEEPCodec
import TEEPTestSupport
import Testing

/// Texts (draft-ietf-suit-manifest-37, section 8.4.4).
@Suite("SUITText") struct TextTests {
  // {"en": {1: "a", [h'00']: {3: "b"}}}
  private static let encoded = "a1 62 656e a2 01 61 61 81 4100 a1 03 61 62"

  @Test("is written as the CDDL has it and read again")
  func written() throws {
    let (language, description, domain) = (Array("en".utf8), Array("a".utf8), Array("b".utf8))
    let component: [UInt8] = [0x81, 0x41, 0x00]
    let bytes = try TEEPCodecTests.written { (writer) throws(EncodeError) in
      try writer.suitText { (languages) throws(EncodeError) in
        try languages.suitTexts(in: language.span) { (texts) throws(EncodeError) in
          try texts.suitText(SUITTextKey.manifestDescription, description.span)
          try texts.suitTexts(ofComponent: component.span) { (own) throws(EncodeError) in
            try own.suitText(SUITComponentTextKey.vendorDomain, domain.span)
          }
        }
      }
    }
    #expect(bytes == [UInt8](hexadecimal: Self.encoded))
    let text = try SUITText(decoding: bytes.span)
    let languages = try text.languageCount()
    #expect(languages == 1)
    var texts = try text.texts(at: 0)
    guard let first = try texts.next() else { throw Missing() }
    #expect(first.key == SUITTextKey.manifestDescription.rawValue)
    #expect([UInt8](present: first.text) == description)
    guard let second = try texts.next(), var ofComponent = second.component else { throw Missing() }
    #expect([UInt8](present: second.componentIdentifier) == component)
    guard let own = try ofComponent.next() else { throw Missing() }
    #expect(own.key == SUITComponentTextKey.vendorDomain.rawValue)
    #expect([UInt8](present: own.text) == domain)
  }

  struct Missing: Error {}

  @Test("manifest example 2 has its text severed", .needsVectors)
  func example() throws {
    let lines = try Reading.ofEnvelope(try Vectors.bytes("suit-manifest-37-example2.cbor"))
    #expect(lines.contains("text in \"en-US\""))
    #expect(lines.contains("  of [h'00']"))
    #expect(lines.contains("    3: \"arm.com\"") || lines.contains("    3 \"arm.com\""))
  }

  @Test(
    "is refused",
    arguments: [
      Refusal("no language", "a0", .wrongCount, at: 0),
      Refusal("a language that is a number", "a1 01 a0", .unexpectedType, at: 1),
      Refusal("a language twice", "a2 6161 a0 6161 a0", .duplicateKey, at: 4),
      Refusal("texts in an array", "a1 6161 80", .unexpectedType, at: 3),
      Refusal("a text that is bytes", "a1 6161 a1 01 40", .unexpectedType, at: 5),
      Refusal("a text twice", "a1 6161 a2 01 60 01 60", .duplicateKey, at: 6),
      Refusal("a text that is not UTF-8", "a1 6161 a1 01 61ff", .invalidUTF8, at: 6),
      Refusal("a component in a component", "a1 6161 a1 8100 a0", .unexpectedType, at: 5),
      Refusal("bytes behind it", "a1 6161 a0 00", .trailingBytes, at: 4),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try SUITText(decoding: refusal.bytes.span)
    }
    #expect(error == refusal.error)
  }
}
