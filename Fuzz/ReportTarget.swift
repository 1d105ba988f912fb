import TEEPCodec

/// SUIT reports, bare or in a container of COSE.
enum ReportTarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    let container = try SUITReportContainer(decoding: input)
    guard let report = try container.report() else { return }
    let digest = try report.manifestDigest()
    let records = try report.records()
    var reader = records.makeReader()
    for _ in 0..<records.count {
      if try reader.peek() == .map {
        _ = try SystemPropertyClaims(&reader).imageDigest()
      } else {
        var properties = try SUITRecordView(&reader).properties()
        while try properties.next() != nil {}
      }
    }
    if let capabilities = try report.capabilities() { try read(capabilities) }
    guard digest.algorithm == .sha256 else { return }
    try checkRewriting(report, digest: digest.bytes)
  }

  private static func read(_ capabilities: borrowing SUITCapabilityReport) throws(DecodeError) {
    for kind in SUITCapabilityReport.Codes.allCases {
      guard let list = try capabilities.codes(kind) else { continue }
      var reader = list.makeReader()
      for _ in 0..<list.count { _ = try reader.integer() }
    }
    guard let list = try capabilities.components() else { return }
    var reader = list.makeReader()
    for _ in 0..<list.count {
      let component = try SUITComponentCapability(&reader)
      var segments = component.segments
      for _ in 0..<component.segmentCount { _ = try segments.byteString() }
    }
  }

  /// The result, the nonce, the reference and the records, written and read again.
  private static func checkRewriting(
    _ report: borrowing SUITReport, digest: Span<UInt8>
  ) throws(DecodeError) {
    var output = [UInt8](repeating: 0, count: 65536)
    guard let count = try? rewrite(report, digest: digest, into: output.mutableSpan) else {
      preconditionFailure("what was decoded does not encode")
    }
    guard let again = try? SUITReport(decoding: output.span.extracting(first: count)) else {
      preconditionFailure("what was encoded does not decode")
    }
    precondition(again.result == report.result)
    precondition(again.referenceURI.equals(report.referenceURI))
    let hasDigest = try again.manifestDigest().bytes.equals(digest)
    let (recordCount, recordCountAgain) = (try report.records().count, try again.records().count)
    precondition(hasDigest && recordCount == recordCountAgain)
  }

  private static func rewrite(
    _ report: borrowing SUITReport, digest: Span<UInt8>, into output: consuming MutableSpan<UInt8>
  ) throws -> Int {
    let records = try report.records()
    var reader = records.makeReader()
    let start = reader.offset
    for _ in 0..<records.count { try reader.skip() }
    let encoded = reader.bytes.extracting(start..<reader.offset)
    var writer = CBORWriter(output)
    try writer.suitReport(
      nonce: report.nonce, referenceURI: report.referenceURI, manifestSHA256: digest,
      result: report.result, recordCount: records.count
    ) { (items) throws(EncodeError) in try items.raw(encoded) }
    return writer.count
  }
}
