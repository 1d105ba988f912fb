import TEEPCodec
import TEEPTestSupport
import Testing

/// SUIT_Manifest and SUIT_Common of draft-ietf-suit-manifest-37, section 8.4, in bytes made by hand.
@Suite("SUITManifest") struct ManifestRuleTests {
  /// Version 1, sequence number 0 and an empty SUIT_Common.
  private static let start = "01 01 02 00 03 41 a0"

  @Test(
    "is refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0),
      Refusal("nothing in it", "a0", .missingMember, at: 0),
      Refusal("no version", "a2 02 00 03 41 a0", .missingMember, at: 0),
      Refusal("the version behind another member", "a3 02 00 01 01 03 41 a0", .missingMember, at: 0),
      Refusal("version 0", "a3 01 00 02 00 03 41 a0", .unsupported, at: 2),
      Refusal("version 257, of which 1 is the last byte", "a3 01 190101 02 00 03 41 a0", .unsupported, at: 2),
      Refusal("a version that is text", "a3 01 6131 02 00 03 41 a0", .unexpectedType, at: 2),
      Refusal("no sequence number", "a2 01 01 03 41 a0", .missingMember, at: 0),
      Refusal("no common", "a2 01 01 02 00", .missingMember, at: 0),
      Refusal("a negative sequence number", "a3 01 01 02 20 03 41 a0", .unexpectedType, at: 4),
      Refusal("common that is not wrapped", "a3 01 01 02 00 03 a0", .unexpectedType, at: 6),
      Refusal("members out of order", "a5" + start + "07 40 05 80", .unsortedKeys, at: 10),
      Refusal("a member twice", "a5" + start + "07 40 07 40", .unsortedKeys, at: 10),
      Refusal("a key that is text", "a4" + start + "6161 00", .unexpectedType, at: 8),
      Refusal("suit-set-version that is a text", "a4" + start + "06 60", .unexpectedType, at: 9),
      Refusal("an unknown member", "a4" + start + "1863 40", .unsupported, at: 8),
      Refusal("a reference URI that is bytes", "a4" + start + "04 40", .unexpectedType, at: 9),
      Refusal("an identifier that is bytes", "a4" + start + "05 40", .unexpectedType, at: 9),
      Refusal("an identifier of texts", "a4" + start + "05 8160", .unexpectedType, at: 10),
      Refusal("a section that is a map", "a4" + start + "14 a0", .unexpectedType, at: 9),
      Refusal(
        "validate as a digest, though it cannot be severed", "a4" + start + "07 822f40", .unexpectedType,
        at: 9),
      Refusal("load as a digest", "a4" + start + "08 822f40", .unexpectedType, at: 9),
      Refusal("invoke as a digest", "a4" + start + "09 822f40", .unexpectedType, at: 9),
      Refusal("uninstall as a digest", "a4" + start + "1818 822f40", .unexpectedType, at: 10),
      Refusal("bytes behind it", "a3" + start + "00", .trailingBytes, at: 8),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try SUITManifest(decoding: refusal.bytes.span, base: 200)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 200 + refusal.error.offset))
  }

  @Test("is read with each of its members")
  func members() throws {
    let digest = "822f5820" + String(repeating: "cd", count: 32)
    let bytes = [UInt8](
      hexadecimal:
        "ae 01 01 02 1bffffffffffffffff 03 41 a0 04 6161 05 814101 07 4180 08 4180 09 4180 0e 40 0f" + digest
        + "10 4180 12" + digest + "14 4101 17 40")
    let manifest = try SUITManifest(decoding: bytes.span)
    #expect(manifest.sequenceNumber == .max)
    #expect([UInt8](present: manifest.referenceURI) == [0x61])
    #expect([UInt8](present: manifest.componentIdentifier) == [0x81, 0x41, 0x01])
    for section in [SUITSection.validate, .load, .invoke, .payloadFetch] {
      let isThere = try manifest.sequence(section) != nil
      let isSevered = try manifest.severedDigest(section) != nil
      #expect(isThere && !isSevered)
    }
    for section in [SUITSection.dependencyResolution, .candidateVerification] {
      let isThere = try manifest.sequence(section) != nil
      var value: [UInt8]?
      if let digest = try manifest.severedDigest(section) { value = [UInt8](digest.bytes) }
      #expect(!isThere && value == [UInt8](repeating: 0xCD, count: 32))
    }
    // The install section is an integer in a byte string.
    let error = refusal { () throws(DecodeError) in _ = try manifest.sequence(.install) }
    #expect(error?.reason == .unexpectedType)
    let hasUninstall = try SUITManifest.has(.uninstall, in: manifest.bytes)
    let hasInstall = try SUITManifest.has(.install, in: manifest.bytes)
    #expect(hasInstall && !hasUninstall)
  }

  @Test(
    "has a SUIT_Common that is refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0), Refusal("key 0", "a1 00 80", .unsortedKeys, at: 1),
      Refusal("keys out of order", "a2 04 40 02 8180", .unsortedKeys, at: 3),
      Refusal("key 3, the common sequence of older drafts", "a1 03 40", .unsupported, at: 1),
      Refusal("dependencies in an array", "a1 01 80", .unexpectedType, at: 2),
      Refusal("no dependencies in their map", "a1 01 a0", .wrongCount, at: 1),
      Refusal("dependencies out of order", "a1 01 a2 01 a0 00 a0", .unsortedKeys, at: 5),
      Refusal("a dependency that is an array", "a1 01 a1 00 80", .unexpectedType, at: 4),
      Refusal("a dependency's unknown member", "a1 01 a1 00 a1 02 80", .unsupported, at: 5),
      Refusal("a dependency's prefix that is bytes", "a1 01 a1 00 a1 01 40", .unexpectedType, at: 6),
      Refusal("no component", "a1 02 80", .wrongCount, at: 2),
      Refusal("a component that is bytes", "a1 02 8140", .unexpectedType, at: 3),
      Refusal("a component of texts", "a1 02 818160", .unexpectedType, at: 4),
      Refusal("a shared sequence that is not wrapped", "a1 04 80", .unexpectedType, at: 2),
      Refusal("bytes behind it", "a0 00", .trailingBytes, at: 1),
    ])
  func common(refusal: Refusal) throws {
    let content = refusal.bytes
    let bytes = [UInt8](hexadecimal: "a3 01 01 02 00 03") + [0x40 | UInt8(content.count)] + content
    let manifest = try SUITManifest(decoding: bytes.span, base: 30)
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      let common = try manifest.common()
      for position in 0..<common.dependencyCount { _ = try common.dependency(at: position) }
    }
    #expect(error == DecodeError(refusal.error.reason, at: 37 + refusal.error.offset))
  }

  @Test("has components that are found by their index, and none for another")
  func components() throws {
    let bytes = [UInt8](hexadecimal: "a3 01 01 02 00 03 4e a3 01 a1 00 a0 02 82 80 8141ee 04 4180")
    let manifest = try SUITManifest(decoding: bytes.span, base: 30)
    let common = try manifest.common()
    #expect(common.componentCount == 2)
    #expect(common.dependencyCount == 1)
    #expect([UInt8](try common.componentIdentifier(at: 0)) == [0x80])
    #expect([UInt8](try common.componentIdentifier(at: 1)) == [0x81, 0x41, 0xEE])
    let error = refusal { () throws(DecodeError) in _ = try common.componentIdentifier(at: 2) }
    #expect(error?.reason == .outOfRange)
    let without = [UInt8](hexadecimal: "a3" + Self.start)
    let none = try SUITManifest(decoding: without.span).common()
    #expect(none.componentCount == 0)
    #expect(none.dependencyCount == 0)
    let missing = refusal { () throws(DecodeError) in _ = try none.componentIdentifier(at: 0) }
    #expect(missing?.reason == .outOfRange)
    if try none.sharedSequence() != nil { Issue.record("there is no shared sequence") }
  }
  @Test("is known by its own identifier or, without one, by its first component's")
  func identifier() throws {
    let content = [UInt8](hexadecimal: "a1 02 82 814101 814102")
    let start = [UInt8](hexadecimal: "01 01 02 00 03") + [0x40 | UInt8(content.count)] + content
    let own = [0xA4] + start + [0x05, 0x81, 0x41, 0x07]
    #expect([UInt8](try SUITManifest(decoding: own.span).identifier()) == [0x81, 0x41, 0x07])
    let without = [0xA3] + start
    #expect([UInt8](try SUITManifest(decoding: without.span).identifier()) == [0x81, 0x41, 0x01])
    let none = [UInt8](hexadecimal: "a3" + Self.start)
    let error = refusal { () throws(DecodeError) in
      _ = try SUITManifest(decoding: none.span, base: 8).identifier()
    }
    #expect(error == DecodeError(.missingMember, at: 8))
  }
}
