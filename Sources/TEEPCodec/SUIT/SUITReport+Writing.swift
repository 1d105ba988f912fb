extension CBORWriter {
  /// Writes a SUIT_Report without COSE protection of its own (the TEEP message protects it).
  ///
  /// - Parameters:
  ///   - nonce: the token of the message that is answered, if it had one.
  ///   - referenceURI: the manifest's; absent, it is written as an empty text.
  ///   - manifestSHA256: 32 bytes.
  ///   - properties: the encoded map of what the failed command found; none for an empty one.
  ///   - capabilities: the encoded capability report, if there is one.
  ///   - recordCount: how many records and claims `records` writes.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func suitReport(
    nonce: Span<UInt8>?, referenceURI: Span<UInt8>?, manifestSHA256: Span<UInt8>, result: SUITReportResult,
    properties: Span<UInt8> = Span(), capabilities: Span<UInt8>? = nil, recordCount: Int,
    records: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try suitReportOpening(nonce: nonce, memberCount: capabilities == nil ? 3 : 4, recordCount: recordCount)
    try records(&self)
    try suitReportResult(result, properties: properties)
    if let capabilities {
      try unsigned(SUITReportKey.capabilities)
      try raw(capabilities)
    }
    try unsigned(SUITReportKey.reference)
    try suitReference(uri: referenceURI, manifestSHA256: manifestSHA256)
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func suitReportOpening(
    nonce: Span<UInt8>?, memberCount: Int, recordCount: Int
  ) throws(EncodeError) {
    try map(nonce == nil ? memberCount : memberCount &+ 1)
    if let nonce {
      try unsigned(SUITReportKey.nonce)
      try byteString(nonce)
    }
    try unsigned(SUITReportKey.records)
    try array(recordCount)
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func suitReportResult(
    _ result: SUITReportResult, properties: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(SUITReportKey.result)
    switch result {
    case .success: try boolean(true)
    case .failure(let code, let record, let reason):
      try map(3)
      try unsigned(SUITReportKey.resultCode)
      try integer(Int64(code))
      try unsigned(SUITReportKey.resultRecord)
      try suitRecord(record, properties: properties)
      try unsigned(SUITReportKey.resultReason)
      try unsigned(UInt64(reason.rawValue))
    }
  }

  /// Writes a SUIT_Reference: which manifest it is, by its URI (absent, an empty text) and its digest of 32 bytes.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitReference(uri: Span<UInt8>?, manifestSHA256: Span<UInt8>) throws(EncodeError) {
    try array(2)
    if let uri { try textString(uri) } else { try textString("") }
    try suitDigest(sha256: manifestSHA256)
  }
}
