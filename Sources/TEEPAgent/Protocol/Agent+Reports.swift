import TEEPCodec

/// SUIT reports in the agent's messages (draft-ietf-suit-report-18, section 4): byte strings, encrypted where the TAM has a
/// key for that.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Writes a report of each installed manifest that the TAM may manage.
  ///
  /// - Returns: the number of items.
  @inline(never)
  mutating func encodeReports(
    nonce: Span<UInt8>?, for tam: Int, into cbor: inout CBORWriter
  ) throws(EncodeError) -> Int {
    var count = 0
    // Nothing changes the store while an answer is written.
    let mapping = store.mapping
    for index in 0..<store.manifestCount {
      guard let installed = store.manifest(at: index, in: mapping.bytes) else { break }
      guard store.trust.isPermitted(installed.identifier, to: .tam, at: tam) else { continue }
      let isSound = unsoundManifests & 1 &<< UInt64(truncatingIfNeeded: index) == 0
      try encodeReport(of: installed, result: isSound ? .success : .unsound, nonce: nonce, into: &cbor)
      count &+= 1
    }
    return count
  }

  /// Writes the report of an installed manifest: what it is, and what its components are.
  @inline(never)
  mutating func encodeReport(
    of installed: borrowing InstalledManifest, result: SUITReportResult = .success, nonce: Span<UInt8>?,
    into cbor: inout CBORWriter
  ) throws(EncodeError) {
    let referenceURI = Self.referenceURI(of: installed.manifest)
    try cbor.byteString { (content) throws(EncodeError) in
      try encrypt(for: sendingTAM ?? 0, purpose: .suitReportEncryption, into: &content) {
        (_, report) throws(EncodeError) in
        try report.suitReport(
          nonce: nonce, referenceURI: referenceURI, manifestSHA256: installed.digest,
          result: result, recordCount: installed.componentCount
        ) { (claims) throws(EncodeError) in try claims.components(of: installed) }
      }
    }
  }

  /// Nil also where the manifest can no longer be read.
  @_lifetime(copy manifest)
  @inline(never)
  private static func referenceURI(of manifest: Span<UInt8>) -> Span<UInt8>? {
    guard let manifest = try? SUITManifest(decoding: manifest) else { return nil }
    return manifest.referenceURI
  }

  /// Writes the report of the manifest that could not be processed.
  @inline(never)
  mutating func encodeFailureReport(
    nonce: Span<UInt8>?, into cbor: inout CBORWriter
  ) throws(EncodeError) {
    try cbor.byteString { (content) throws(EncodeError) in
      try encrypt(for: sendingTAM ?? 0, purpose: .suitReportEncryption, into: &content) {
        (agent, report) throws(EncodeError) in
        guard let failed = agent.failedManifest else { throw .notEncodable }
        #if !WITHOUT_FAILURE_PROPERTIES
          var encoded = InlineArray<48, UInt8>(repeating: 0)
          let count = try agent.encodeFinding(into: encoded.mutableSpan)
          let properties = encoded.span.extracting(first: count)
        #else
          let properties = Span<UInt8>()
        #endif
        try report.suitReport(
          nonce: nonce, referenceURI: nil, manifestSHA256: failed.digest.span, result: failed.failure.result,
          properties: properties, recordCount: 0, records: { (_) throws(EncodeError) in })
      }
    }
  }

  #if !WITHOUT_FAILURE_PROPERTIES
    /// Writes what the condition found that failed, in the parameters that it compared: of the last procedure, which is that of
    /// the message at hand. The device's own identifier, which may be a secret, is left out.
    ///
    /// - Returns: the number of bytes, 0 for nothing.
    @inline(never)
    private mutating func encodeFinding(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int
    {
      guard procedure.command.tellsFinding else { return 0 }
      var cbor = CBORWriter(output)
      let code = procedure.command.code
      switch SUITIdentity(rawValue: code) {
      case .vendor, .deviceClass:
        let provisioning = store.trust.provisioning
        let isVendor = code == SUITIdentity.vendor.rawValue
        guard let own = isVendor ? provisioning.vendorIdentifier : provisioning.classIdentifier else {
          return 0
        }
        try cbor.map(1)
        try cbor.integer(Int64(code))
        try cbor.byteString(own)
      default:
        guard code == SUITCommandCode.conditionImageMatch.rawValue, let size = procedure.measurement.size
        else { return 0 }
        try cbor.map(2)
        try cbor.imageClaims(sha256: procedure.measurement.digest.span, imageSize: UInt64(size))
      }
      return cbor.count
    }
  #endif
}

extension SUITReportResult {
  /// What is installed is no longer what it was.
  fileprivate static var unsound: SUITReportResult {
    .failure(
      code: SUITCommandCode.conditionImageMatch.rawValue,
      record: SUITRecord(section: SUITSection.validate.rawValue, offset: 0, componentIndex: 0),
      reason: .conditionFailed)
  }
}
