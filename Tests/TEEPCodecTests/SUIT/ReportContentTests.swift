import TEEPCodec
import TEEPTestSupport
import Testing

/// Records, claims, capabilities and containers of reports (draft-ietf-suit-report-18), in bytes made by hand.
@Suite("What reports hold") struct ReportContentTests {
  private static let reference = "1863 82 60 82 2f 5820" + String(repeating: "ab", count: 32)
  private let digest = [UInt8](repeating: 0xAB, count: 32)

  @Test("A record names its manifest by a path, and has properties")
  func record() throws {
    var path = SUITManifestPath()
    let added = path.append(1) && path.append(24)
    #expect(added && path.count == 2 && path.index(at: 1) == 24)
    let record = SUITRecord(manifest: path, section: 20, offset: 7, componentIndex: 3)
    let properties = [UInt8](hexadecimal: "a1 0e 05")
    let bytes = try written { (writer) throws(EncodeError) in
      try writer.suitReport(
        nonce: nil, referenceURI: nil, manifestSHA256: digest.span,
        result: .failure(code: 3, record: record, reason: .conditionFailed), properties: properties.span,
        recordCount: 1
      ) { (records) throws(EncodeError) in try records.suitRecord(record) }
    }
    #expect(
      bytes
        == [UInt8](
          hexadecimal: "a3 03 81 85 82011818 14 07 03 a0 04 a3 05 03 06 85 82011818 14 07 03 a10e05 07 0a"
            + Self.reference))
    let report = try SUITReport(decoding: bytes.span)
    #expect(report.result == .failure(code: 3, record: record, reason: .conditionFailed))
    var list = try report.records().makeReader()
    let view = try SUITRecordView(&list)
    #expect(view.record == record)
    guard var found = try report.failureProperties(), let size = try found.next() else {
      Issue.record("no properties")
      return
    }
    #expect(size.code == SUITParameterCode.imageSize.rawValue)
  }

  @Test("A path deeper than its bound, or an index above 255, is refused")
  func path() {
    var path = SUITManifestPath()
    let added = (0..<SUITManifestPath.maximumDepth).map { path.append($0) }
    #expect(added == [true, true, true, true])
    let fifth = path.append(0)
    var other = SUITManifestPath()
    let large = other.append(256)
    #expect(!fifth && !large)
    let deep = [UInt8](
      hexadecimal: "a3 03 80 04 a3 05 00 06 85 850001020304 07 00 00 a0 07 00" + Self.reference)
    let error = refusal { () throws(DecodeError) in _ = try SUITReport(decoding: deep.span) }
    #expect(error == DecodeError(.tooMany, at: 14))
  }

  @Test("Claims may have any parameter")
  func claims() throws {
    let identifier: [UInt8] = [0x81, 0x41, 0x07]
    let version: [UInt8] = [2]
    let bytes = try written { (writer) throws(EncodeError) in
      try writer.systemPropertyClaims(componentIdentifier: identifier.span) { (cbor) throws(EncodeError) in
        try cbor.suitParameter(.componentSlot)
        try cbor.unsigned(1)
        try cbor.suitParameter(.version)
        try cbor.byteString(version.span)
      }
    }
    #expect(bytes == [UInt8](hexadecimal: "a3 00 814107 05 01 181c 4102"))
    var reader = CBORReader(bytes.span)
    let claims = try SystemPropertyClaims(&reader)
    var codes: [Int32] = []
    for index in 0..<claims.pairCount { codes.append(try claims.pair(at: index).code) }
    #expect(codes == [0, 5, 28])
    let last = [UInt8](try claims.pair(at: 2).value.bytes)
    #expect(last == [0x41, 2])
  }

  @Test("Capabilities are lists of codes, and components with or without what is below them")
  func capabilities() throws {
    let identifier: [UInt8] = [0x81, 0x41, 0x07]
    let algorithms: [Int32] = [-16, -9]
    let capabilities = try written { (writer) throws(EncodeError) in
      try writer.map(4)
      try writer.suitComponentCapabilities { (list) throws(EncodeError) in
        try list.suitComponentCapability(identifier.span, isPrefix: true)
        try list.suitComponentCapability(identifier.span, isPrefix: false)
        return 2
      }
      try writer.suitCapability(.commands, codesIn: 1 << 1 | 1 << 33)
      try writer.suitCapability(.parameters, codesIn: 1 << 3)
      try writer.suitCapability(.algorithms, codes: algorithms.span)
    }
    #expect(
      capabilities
        == [UInt8](hexadecimal: "a4 01 82 82 4107 f5 81 4107 02 82 01 1821 03 81 03 04 82 2f 28"))
    let bytes = try written { (writer) throws(EncodeError) in
      try writer.suitReport(
        nonce: nil, referenceURI: nil, manifestSHA256: digest.span, result: .success,
        capabilities: capabilities.span, recordCount: 0, records: { (_) throws(EncodeError) in })
    }
    guard let read = try SUITReport(decoding: bytes.span).capabilities(),
      let components = try read.components(), let commands = try read.codes(.commands)
    else {
      Issue.record("no capabilities")
      return
    }
    var reader = components.makeReader()
    var isPrefix: [Bool] = []
    for _ in 0..<components.count { isPrefix.append(try SUITComponentCapability(&reader).isPrefix) }
    #expect(isPrefix == [true, false])
    #expect(commands.count == 2)
    if try read.codes(.text) != nil { Issue.record("text was not said") }
  }

  @Test(
    "Capabilities are refused",
    arguments: [
      Refusal("no algorithms", "a3 01 81 80 02 80 03 80", .missingMember, at: 0),
      Refusal("no components", "a4 01 80 02 80 03 80 04 80", .wrongCount, at: 2),
      Refusal("a command that is a text", "a4 01 81 80 02 81 60 03 80 04 80", .unexpectedType, at: 6),
      Refusal("true before a segment", "a4 01 81 82 f5 40 02 80 03 80 04 80", .unexpectedType, at: 4),
      Refusal("false behind the segments", "a4 01 81 82 40 f4 02 80 03 80 04 80", .unsupported, at: 5),
      Refusal("a member twice", "a2 02 80 02 80", .duplicateKey, at: 3),
    ])
  func refusedCapabilities(refusal: Refusal) {
    let error = TEEPCodecTests.refusal(of: refusal.bytes) { (reader) throws(DecodeError) in
      _ = try SUITCapabilityReport(reader)
    }
    #expect(error == refusal.error)
  }

  @Test("A report travels bare, signed or with a MAC, tagged or not; of an encrypted one nothing is seen")
  func containers() throws {
    let report = "a3 03 80 04 f5" + Self.reference
    let bytes = [UInt8](hexadecimal: report)
    let content = "58\(String(bytes.count, radix: 16))" + report
    let forms: [(String, SUITReportContainer.Protection)] = [
      (report, .none), ("d2 84 43a10128 a0 \(content) 4107", .sign1),
      ("d1 84 43a10105 a0 \(content) 4107", .mac0),
      ("84 43a10128 a0 \(content) 4107", .sign1OrMac0),
    ]
    for (form, protection) in forms {
      let encoded = [UInt8](hexadecimal: form)
      let container = try SUITReportContainer(decoding: encoded.span)
      #expect(container.protection == protection)
      if try container.report() == nil { Issue.record("no report in \(protection)") }
    }
    let encryptedForms: [(String, SUITReportContainer.Protection)] = [
      ("d8 60 84 43a10101 a0 42 0102 81 00", .encrypt), ("d0 83 43a10101 a0 42 0102", .encrypt0),
    ]
    for (form, protection) in encryptedForms {
      let encrypted = [UInt8](hexadecimal: form)
      let container = try SUITReportContainer(decoding: encrypted.span)
      #expect(container.protection == protection)
      if try container.report() != nil { Issue.record("an encrypted report was read") }
    }
    let envelope: [UInt8] = [0xD8, 0x6B, 0xA0]
    let other = refusal { () throws(DecodeError) in _ = try SUITReportContainer(decoding: envelope.span) }
    #expect(other?.reason == .unsupported)
  }
}
