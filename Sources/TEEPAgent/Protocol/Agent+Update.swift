import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Does what an Update says and answers with Success, or with an Error at the first failure
  /// (draft-ietf-teep-protocol-26, section 4.4): unneeded manifests first, then the others in their order.
  @inline(never)
  mutating func answer(
    update: borrowing TEEPMessage, from tam: Int, response: inout MutableSpan<UInt8>
  ) throws(AgentError) -> AgentAnswer {
    #if !WITHOUT_EVIDENCE
      keepAttestationResult(of: update)
    #endif
    let hasWork = update.list(.unneededManifestList) != nil || update.list(.manifestList) != nil
    // An Update that only says that the QueryResponse was not acceptable is not answered: an answer would begin a loop.
    if update.errorCode != nil, !hasWork { return .nothing }
    if let unneeded = update.list(.unneededManifestList) {
      try uninstall(unneeded, for: tam)
    }
    if let manifests = update.list(.manifestList) { try install(manifests) }
    return succeed(update, response: &response)
  }

  private mutating func uninstall(_ list: borrowing ItemList, for tam: Int) throws(AgentError) {
    var reader = list.makeReader()
    for _ in 0..<list.count {
      guard let range = try? reader.skip() else { return }
      do throws(SUITReportReason) {
        try uninstall(reader.bytes.extracting(range.start..<range.end), for: tam)
      } catch {
        throw AgentError(.manifestProcessingFailed, "an unneeded manifest could not be removed")
      }
    }
  }

  private mutating func install(_ list: borrowing ItemList) throws(AgentError) {
    var reader = list.makeReader()
    for _ in 0..<list.count {
      guard let range = try? reader.byteStringRange() else { return }
      guard sendingTAM != nil else {
        throw AgentError(.temporaryError, "what follows new trust anchors has to be sent again")
      }
      let envelope = reader.bytes.extracting(range.start..<range.end)
      do throws(SUITReportReason) { try install(envelope) } catch {
        note(error, of: envelope)
        #if !WITHOUT_CERTIFICATES
          if error == .unauthorised, let failure = manifestCertificateFailure { throw AgentError(failure) }
        #endif
        throw AgentError(.manifestProcessingFailed, "a manifest could not be processed")
      }
    }
  }

  /// Keeps what the report will say, where the envelope is so far well-formed that the manifest has a digest.
  @inline(never)
  private mutating func note(_ reason: SUITReportReason, of bytes: Span<UInt8>) {
    var copy = InlineArray<32, UInt8>(repeating: 0)
    do throws(SUITReportReason) {
      let known = try SUITEnvelope.read(bytes).readDigest()
      for index in known.indices { copy[index] = known[index] }
    } catch { return }
    failedManifest = FailureReport(
      digest: copy,
      failure: procedure.failure(reason))
  }

  /// Success with a report of each manifest, or without reports where they do not fit the buffer.
  @inline(never)
  private mutating func succeed(
    _ update: borrowing TEEPMessage, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    for withReports in [true, false] {
      do throws(EncodeError) {
        let count = try encodeSuccess(
          update, withReports: withReports, into: Self.payloadSpan(of: &response))
        return sign(payloadCount: count, response: &response)
      } catch { continue }
    }
    return .failure(.signingFailed)
  }

  @inline(never)
  private mutating func encodeSuccess(
    _ update: borrowing TEEPMessage, withReports: Bool, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var message = try TEEPMessageWriter(.success, numbers: numbers, into: output)
    // Whom new trust anchors call the sender is not known, so that no report can be encrypted to it.
    if withReports, sendingTAM != nil, let manifests = update.list(.manifestList) {
      var reader = manifests.makeReader()
      try message.list(.suitReports, count: manifests.count) { (cbor) throws(EncodeError) in
        for _ in 0..<manifests.count {
          guard let range = try? reader.byteStringRange() else { throw .bufferFull }
          let envelope = reader.bytes.extracting(range.start..<range.end)
          try encodeSuccessReport(of: envelope, nonce: update.token, into: &cbor)
        }
      }
    }
    if let token = update.token { try message.byteString(.token, token) }
    return message.finish()
  }

  /// The report of a manifest that has been installed.
  private mutating func encodeSuccessReport(
    of bytes: Span<UInt8>, nonce: Span<UInt8>?, into cbor: inout CBORWriter
  ) throws(EncodeError) {
    let manifest: SUITManifest
    let identifier: Span<UInt8>
    do throws(SUITReportReason) {
      manifest = try SUITManifest.read(SUITEnvelope.read(bytes).manifest)
      identifier = try manifest.readIdentifier()
    } catch { throw .bufferFull }
    let mapping = store.mapping
    guard let installed = store.manifest(identifier, in: mapping.bytes) else { throw .bufferFull }
    try encodeReport(of: installed, nonce: nonce, into: &cbor)
  }
}

extension CBORWriter {
  /// Writes the claims of each component of an installed manifest.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func components(of installed: borrowing InstalledManifest) throws(EncodeError) {
    for index in 0..<installed.componentCount {
      guard let component = installed.component(at: index) else { throw .bufferFull }
      try claims(of: component)
    }
  }

  /// Writes the claims of an installed component.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func claims(of component: borrowing InstalledComponent) throws(EncodeError) {
    try systemPropertyClaims(
      componentIdentifier: component.identifier, sha256: component.digest,
      imageSize: UInt64(component.bytes.count))
  }
}
