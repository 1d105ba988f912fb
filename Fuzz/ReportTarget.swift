import TEEPCodec

/// SUIT reports.
enum ReportTarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    let report = try SUITReport(decoding: input)
    _ = try report.manifestDigest()
    let records = try report.records()
    var reader = records.makeReader()
    for _ in 0..<records.count { try reader.skip() }
  }
}
