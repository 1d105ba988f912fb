import TEEPCodec
import TEEPTestSupport
import Testing

/// Messages that are written member by member, against bytes put together by hand.
@Suite("TEEPMessageWriter") struct TEEPMessageWriterTests {
  private func write(
    _ type: TEEPMessageType, _ numbers: TEEPNumbers = .final, capacity: Int = 200,
    _ members: (inout TEEPMessageWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) -> [UInt8] {
    func write(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
      var writer = try TEEPMessageWriter(type, numbers: numbers, into: output)
      try members(&writer)
      return writer.finish()
    }
    var output = [UInt8](repeating: 0xEE, count: capacity)
    let count = try write(into: output.mutableSpan)
    return Array(output[..<count])
  }

  @Test("writes members in the order in which they are added")
  func members() throws {
    let token: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let text = Array("\u{fc}".utf8)
    let identifier: [UInt8] = [0x81, 0x41, 0x00]
    let bytes = try write(.update) { (writer) throws(EncodeError) in
      try writer.byteString(.token, token.span)
      try writer.textString(.errMsg, text.span)
      try writer.textString(.errLang, "de")
      try writer.unsigned(.errCode, 300)
      try writer.list(.unneededManifestList, count: 1) { (cbor) throws(EncodeError) in
        try cbor.raw(identifier.span)
      }
      try writer.encoded(.manifestList, [0x81, 0x40].span)
    }
    let expected = "82 03 a6 13 480102030405060708 0b 62c3bc 15 626465 16 19012c 0e 81 814100 09 81 40"
    #expect(bytes == [UInt8](hexadecimal: expected))
  }

  @Test("writes types and labels of the table it is given")
  func tables() throws {
    let message: (inout TEEPMessageWriter) throws(EncodeError) -> Void = { (writer) throws(EncodeError) in
      try writer.textString(.msg, "ok")
    }
    #expect(try write(.success, .final, message) == [UInt8](hexadecimal: "82 04 a1 0a 626f6b"))
    #expect(try write(.success, .legacy, message) == [UInt8](hexadecimal: "82 05 a1 0b 626f6b"))
  }

  @Test("writes a list whose number of items is known at its end", arguments: [1, 23, 24, 50])
  func countedList(count: Int) throws {
    let bytes = try write(.queryResponse) { (writer) throws(EncodeError) in
      try writer.unsigned(.selectedVersion, 0)
      try writer.list(.extList, keepsEmpty: false) { (cbor) throws(EncodeError) -> Int in
        for item in 0..<count { try cbor.unsigned(UInt64(item % 24)) }
        return count
      }
      try writer.textString(.attestationPayloadFormat, "a")
    }
    let head = count < 24 ? [0x80 | UInt8(count)] : [0x98, UInt8(count)]
    let items = (0..<count).map { UInt8($0 % 24) }
    #expect(bytes == [0x82, 0x02, 0xA3, 0x05, 0x00, 0x08] + head + items + [0x0C, 0x61, 0x61])
  }

  @Test("leaves an empty list out, or keeps it where it must be there (section 4.3)")
  func emptyList() throws {
    for (keepsEmpty, expected) in [(true, "82 02 a2 07 80 05 00"), (false, "82 02 a1 05 00")] {
      let bytes = try write(.queryResponse) { (writer) throws(EncodeError) in
        try writer.list(.tcList, keepsEmpty: keepsEmpty) { (_) throws(EncodeError) -> Int in 0 }
        try writer.unsigned(.selectedVersion, 0)
      }
      #expect(bytes == [UInt8](hexadecimal: expected))
    }
  }

  @Test("ends with what each type has behind its options")
  func ends() throws {
    let suites = [UInt8](hexadecimal: "81 81 821228")
    let profiles = [UInt8](hexadecimal: "81 842f28381c01")
    func request(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
      let writer = try TEEPMessageWriter(.queryRequest, numbers: .final, into: output)
      return try writer.finish(
        cipherSuites: suites.span, profiles: profiles.span, dataItemRequested: [.attestation, .suitReports])
    }
    func error(_ numbers: TEEPNumbers, into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
      let writer = try TEEPMessageWriter(.error, numbers: numbers, into: output)
      return try writer.finish(errorCode: .manifestProcessingFailed)
    }
    var output = [UInt8](repeating: 0, count: 40)
    var count = try request(into: output.mutableSpan)
    #expect(Array(output[..<count]) == [0x85, 0x01, 0xA0] + suites + profiles + [0x09])
    count = try error(.final, into: output.mutableSpan)
    #expect(Array(output[..<count]) == [0x83, 0x05, 0xA0, 0x0B])
    count = try error(.legacy, into: output.mutableSpan)
    #expect(Array(output[..<count]) == [0x83, 0x06, 0xA0, 0x11])
  }
}
