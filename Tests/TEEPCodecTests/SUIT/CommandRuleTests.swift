import TEEPCodec
import TEEPTestSupport
import Testing

/// Command sequences and their parameters (draft-ietf-suit-manifest-37, section 8.4.7 on), in bytes made by hand.
@Suite("SUITCommandSequence") struct CommandRuleTests {
  private func commands(_ bytes: [UInt8], base: Int) throws(DecodeError) -> [String] {
    var sequence = try SUITCommandSequence(CBORReader(bytes.span, base: base))
    var commands: [String] = []
    while let command = try sequence.next() {
      var argument = command.argument
      let name = command.code.map { "\($0)" } ?? "\(command.rawCode)"
      commands.append("@\(command.offset) \(name) \(try diagnostic(&argument)) at \(command.argument.base)")
    }
    return commands
  }

  @Test("gives each command with its offset, unknown and custom ones too")
  func commands() throws {
    let bytes = [UInt8](hexadecimal: "8a 0c f5 14 a1 0e 05 1863 80 39012c 6161 0f 82 4180 f6")
    #expect(
      try commands(bytes, base: 1000) == [
        "@1 directiveSetComponentIndex true at 1002", "@3 directiveOverrideParameters {14: 5} at 1004",
        "@7 99 [] at 1009", "@10 -301 \"a\" at 1013", "@15 directiveTryEach [h'80', null] at 1016",
      ])
    #expect(try commands([0x80], base: 0).isEmpty)
  }

  @Test(
    "is refused",
    arguments: [
      Refusal("a map", "a0", .unexpectedType, at: 0),
      Refusal("a command without argument", "83 01 0f 02", .wrongCount, at: 0),
      Refusal("bytes behind it", "82 01 0f 00", .trailingBytes, at: 3),
      Refusal("an argument that is cut short", "82 01 41", .truncated, at: 3),
      Refusal("a command that is text", "82 6161 0f", .unexpectedType, at: 1),
      Refusal("a command of 33 bits", "82 1a80000000 0f", .outOfRange, at: 1),
      Refusal(
        "an argument that is nested too deeply", "82 0f" + String(repeating: "81", count: 13) + "00",
        .nestedTooDeeply, at: 14),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in _ = try commands(refusal.bytes, base: 70) }
    #expect(error == DecodeError(refusal.error.reason, at: 70 + refusal.error.offset))
  }

  @Test(
    "has every command of sections 7.3 and of trust domains by its number",
    arguments: [
      (1, .conditionVendorIdentifier), (2, .conditionClassIdentifier), (3, .conditionImageMatch),
      (4, .conditionUseBefore),
      (5, .conditionComponentSlot), (6, .conditionCheckContent), (7, .conditionDependencyIntegrity),
      (8, .conditionIsDependency), (11, .directiveProcessDependency), (12, .directiveSetComponentIndex),
      (14, .conditionAbort), (15, .directiveTryEach), (18, .directiveWrite), (19, .directiveSetParameters),
      (20, .directiveOverrideParameters), (21, .directiveFetch), (22, .directiveCopy), (23, .directiveInvoke),
      (24, .conditionDeviceIdentifier), (25, .conditionImageNotMatch), (26, .conditionMinimumBattery),
      (27, .conditionUpdateAuthorized), (28, .conditionVersion), (29, .directiveWait), (31, .directiveSwap),
      (32, .directiveRunSequence), (33, .directiveUnlink),
    ] as [(Int, SUITCommandCode)])
  func codes(number: Int, code: SUITCommandCode) throws {
    let bytes: [UInt8] = number < 24 ? [0x82, UInt8(number), 0x0F] : [0x82, 0x18, UInt8(number), 0x0F]
    #expect(try commands(bytes, base: 0) == ["@1 \(code) 15 at \(bytes.count - 1)"])
  }

  private func parameters(_ bytes: [UInt8], base: Int) throws(DecodeError) -> [String] {
    let argument = CBORReader(bytes.span, base: base)
    var parameters = try SUITParameters(argument)
    var lines: [String] = []
    while let (code, range) = try parameters.next() {
      var value = argument.nested(range)
      lines.append("\(code): \(try diagnostic(&value)) at \(value.base)")
    }
    return lines
  }

  @Test(
    "has parameters in the order of their encoding: unsigned keys, then negative ones (RFC 8949, section 4.2.1)"
  )
  func parameters() throws {
    let bytes = [UInt8](hexadecimal: "a5 03 4101 17 00 1818 6161 20 80 3863 f6")
    #expect(
      try parameters(bytes, base: 40) == [
        "3: h'01' at 42", "23: 0 at 45", "24: \"a\" at 48", "-1: [] at 51", "-100: null at 54",
      ])
    #expect(try parameters([0xA0], base: 0).isEmpty)
  }

  @Test(
    "has parameters that are refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0),
      Refusal("twice", "a2 03 00 03 00", .unsortedKeys, at: 3),
      Refusal("descending", "a2 15 00 03 00", .unsortedKeys, at: 3),
      Refusal("unsigned behind negative", "a2 20 00 03 00", .unsortedKeys, at: 3),
      Refusal("negative ascending", "a2 21 00 20 00", .unsortedKeys, at: 3),
      Refusal("negative twice", "a2 20 00 20 00", .unsortedKeys, at: 3),
      Refusal("a key that is text", "a1 6161 00", .unexpectedType, at: 1),
      Refusal("a key of 33 bits", "a1 1a80000000 00", .outOfRange, at: 1),
      Refusal("cut short", "a2 00 00 01", .truncated, at: 1),
    ])
  func refusedParameters(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in _ = try parameters(refusal.bytes, base: 5)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 5 + refusal.error.offset))
  }
}
