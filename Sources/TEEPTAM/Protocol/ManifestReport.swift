import TEEPCodec
import TEEPHost

/// What a SUIT report says of one manifest (draft-ietf-suit-report-18, section 4).
struct ManifestReport: Equatable, Sendable {
  let nonce: [UInt8]?
  /// SHA-256 of the manifest.
  let sha256: [UInt8]
  let result: SUITReportResult
  /// What the report claims of the components.
  let components: [InstalledComponent]

  /// The reports of a message, which the message protects; they may be encrypted for the TAM, and then as a whole
  /// (draft-ietf-teep-protocol-26, section 8.2).
  static func all(
    in message: borrowing TEEPMessage, _ decryption: PayloadDecryption?
  ) throws(DecodeError) -> [ManifestReport] {
    guard let list = message.list(.suitReports) else { return [] }
    var reports: [ManifestReport] = []
    var reader = try list.boundedReader()
    for _ in 0..<list.count {
      let range = try reader.byteStringRange()
      let content = reader.bytes.extracting(range.start..<range.end)
      try reports.append(ManifestReport(content, base: reader.base + range.start, decryption))
    }
    return reports
  }

  private init(
    _ bytes: Span<UInt8>, base: Int, _ decryption: PayloadDecryption?
  ) throws(DecodeError) {
    let container = try SUITReportContainer(decoding: bytes, base: base)
    guard container.protection == .encrypt else {
      // Nobody has told whose key would sign a report by itself.
      guard container.protection == .none, let report = try container.report() else {
        throw DecodeError(.unsupported, at: base)
      }
      try self.init(report)
      return
    }
    guard let plain = try decryption?.open([UInt8](copying: bytes), .suitReportEncryption) else {
      throw DecodeError(.unsupported, at: base)
    }
    try self.init(SUITReport(decoding: plain.span))
  }

  private init(_ report: borrowing SUITReport) throws(DecodeError) {
    nonce = [UInt8](copying: report.nonce)
    sha256 = try [UInt8](copying: report.manifestDigest().bytes)
    result = report.result
    var components: [InstalledComponent] = []
    let records = try report.records()
    var reader = try records.boundedReader()
    for _ in 0..<records.count {
      if try reader.peek() == .map {
        try components.append(InstalledComponent(SystemPropertyClaims(&reader)))
      } else {
        try reader.skip()
      }
    }
    self.components = components
  }

  /// Whether all reports answer the message with this token: where there was one, each has it as its nonce
  /// (draft-ietf-teep-protocol-26, section 7.1).
  static func answer(_ reports: [ManifestReport], to token: [UInt8]?) -> Bool {
    token == nil || reports.allSatisfy { $0.nonce == token }
  }
}

extension SUITReportResult {
  /// A phrase for logs.
  var phrase: String {
    switch self {
    case .success: "success"
    case .failure(let code, let record, let reason):
      "\(reason) at command \(code) of section \(record.section), offset \(record.offset)"
    }
  }
}
