import TEEPCodec
import TEEPTestSupport
import Testing

/// SUIT reports of cbor2.
@Suite("Reports that cbor2 encodes") struct ReportTests {
  @Test("are read as what they were made of")
  func read() throws {
    for made in try MadeSUIT.all("report") {
      let bytes = made.bytes
      let report = try SUITReport(decoding: bytes.span)
      var described = ["uri": [UInt8](report.referenceURI).hexadecimal]
      described["digest"] = [UInt8](try report.manifestDigest().bytes).hexadecimal
      described["nonce"] = [UInt8](present: report.nonce)?.hexadecimal
      described["records"] = try Self.records(of: report).joined(separator: " ")
      described["result"] = try Self.result(of: report).hexadecimal
      described["capabilities"] = made.members["capabilities"]
      #expect(try (report.capabilities() == nil) == (made.members["capabilities"] == nil))
      #expect(described == made.members, "\(bytes.hexadecimal)")
    }
  }

  @Test("are written to the same bytes")
  func write() throws {
    for made in try MadeSUIT.all("report") {
      let bytes = made.bytes
      let report = try SUITReport(decoding: bytes.span)
      let digest = [UInt8](try report.manifestDigest().bytes)
      let records = try Self.encodedRecords(of: report)
      let properties = try Self.failureProperties(of: report)
      let capabilities = made.members["capabilities"].map { [UInt8](hexadecimal: $0) } ?? []
      let (nonce, uri) = ([UInt8](present: report.nonce) ?? [], [UInt8](report.referenceURI))
      let result = report.result
      let written = try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.suitReport(
          nonce: nonce.isEmpty ? nil : nonce.span, referenceURI: uri.isEmpty ? nil : uri.span,
          manifestSHA256: digest.span, result: result, properties: properties.span,
          capabilities: capabilities.isEmpty ? nil : capabilities.span, recordCount: records.count
        ) { (list) throws(EncodeError) in
          for record in records { try list.raw(record.span) }
        }
      })
      #expect(written == bytes, "\(bytes.hexadecimal)")
    }
  }

  /// Each record by its encoding, each claim by its members.
  private static func records(of report: borrowing SUITReport) throws -> [String] {
    let list = try report.records()
    var reader = list.makeReader()
    var described: [String] = []
    for _ in 0..<list.count {
      if try reader.peek() == .array {
        let view = try SUITRecordView(&reader)
        described.append(try encode(view.record, view.properties()).hexadecimal)
      } else {
        let claims = try SystemPropertyClaims(&reader)
        var digest: [UInt8] = []
        if let found = try claims.imageDigest() { digest = [UInt8](found.bytes) }
        let identifier = [UInt8](claims.componentIdentifier).hexadecimal
        described.append("\(identifier):\(digest.hexadecimal):\(claims.imageSize ?? 0)")
      }
    }
    return described
  }

  /// The records and claims as the writers of this codec encode what its views found.
  private static func encodedRecords(of report: borrowing SUITReport) throws -> [[UInt8]] {
    try records(of: report).map { words in
      let parts = words.split(separator: ":").map(String.init)
      guard parts.count == 3, let size = UInt64(parts[2]) else { return [UInt8](hexadecimal: words) }
      let (identifier, digest) = ([UInt8](hexadecimal: parts[0]), [UInt8](hexadecimal: parts[1]))
      return try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.systemPropertyClaims(
          componentIdentifier: identifier.span, sha256: digest.span, imageSize: size)
      })
    }
  }

  /// `[code, record, reason]` of a failure, true of a success.
  private static func result(of report: borrowing SUITReport) throws -> [UInt8] {
    guard case .failure(let code, let record, let reason) = report.result else { return [0xF5] }
    let properties = try failureProperties(of: report)
    let encodedRecord = try [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.suitRecord(record, properties: properties.span)
    })
    return try [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(3)
      try writer.integer(Int64(code))
      try writer.raw(encodedRecord.span)
      try writer.unsigned(UInt64(reason.rawValue))
    })
  }

  private static func failureProperties(of report: borrowing SUITReport) throws -> [UInt8] {
    guard let parameters = try report.failureProperties() else { return [] }
    return try encode(parameters)
  }

  private static func encode(
    _ record: SUITRecord, _ parameters: consuming SUITParameters
  ) throws -> [UInt8] {
    let properties = try encode(parameters)
    return try [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.suitRecord(record, properties: properties.span)
    })
  }

  /// The encoded map, parameter by parameter.
  private static func encode(_ begun: consuming SUITParameters) throws -> [UInt8] {
    var parameters = begun
    var items: [UInt8] = []
    var count = 0
    while let (code, range) = try parameters.next() {
      let value = [UInt8](parameters.reader(at: range).bytes)
      items += try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.integer(Int64(code))
        try writer.raw(value.span)
      })
      count += 1
    }
    let head = try [UInt8](encoding: { (writer) throws(EncodeError) in try writer.map(count) })
    return head + items
  }
}
