import TEEPCodec

/// Parts of manifests and envelopes by where they lie. Each is a function of its own, so that no view of a manifest is on
/// the stack while its commands run.
extension SUITMemory {
  @_lifetime(copy self)
  @inline(never)
  func manifest(_ extent: SUITExtent) throws(SUITReportReason) -> SUITManifest {
    do throws(DecodeError) {
      return try SUITManifest(decoding: bytes(extent), base: extent.place.offset)
    } catch { throw .cborParse }
  }

  @_lifetime(copy self)
  @inline(never)
  func envelope(_ extent: SUITExtent) throws(SUITReportReason) -> SUITEnvelope {
    do throws(DecodeError) {
      return try SUITEnvelope(decoding: bytes(extent), base: extent.place.offset)
    } catch { throw .cborParse }
  }

  /// Whether a manifest has a section, be it severed.
  @inline(never)
  func has(_ section: SUITSection, in extent: SUITExtent) throws(SUITReportReason) -> Bool {
    do throws(DecodeError) { return try SUITManifest.has(section, in: bytes(extent)) } catch {
      throw .cborParse
    }
  }

  /// Where the shared sequence is; no place where there is none.
  @inline(never)
  func sharedSequence(of extent: SUITExtent) throws(SUITReportReason) -> SUITExtent {
    let common = try manifest(extent).readCommon()
    guard let content = common.sharedSequenceContent else { return SUITExtent() }
    return SUITExtent(content, inFlash: extent.place.isInFlash)
  }

  /// Where the commands of a section are that is in the manifest; no place where it was severed.
  @inline(never)
  func sequence(_ section: SUITSection, of extent: SUITExtent) throws(SUITReportReason) -> SUITExtent {
    let manifest = try manifest(extent)
    do throws(DecodeError) {
      guard let content = try manifest.content(of: section) else { return SUITExtent() }
      return SUITExtent(content, inFlash: extent.place.isInFlash)
    } catch { throw .cborParse }
  }

  /// The SHA-256 digest of a section that was severed.
  @_lifetime(copy self)
  @inline(never)
  func severedDigest(_ section: SUITSection, of extent: SUITExtent) throws(SUITReportReason) -> Span<UInt8> {
    let manifest = try manifest(extent)
    do throws(DecodeError) {
      guard let digest = try manifest.severedDigest(section), digest.algorithm == .sha256 else {
        throw DecodeError(.unsupported, at: 0)
      }
      return digest.bytes
    } catch { throw .severingUnsupported }
  }

  /// Where a severed section is in the envelope, with the head of its byte string; no place where it is not there.
  @inline(never)
  func severedSection(_ section: SUITSection, in extent: SUITExtent) throws(SUITReportReason) -> SUITExtent {
    let envelope = try envelope(extent)
    do throws(DecodeError) {
      guard let wrapped = try envelope.severedSection(section) else { return SUITExtent() }
      return SUITExtent(wrapped, inFlash: extent.place.isInFlash)
    } catch { throw .cborParse }
  }

  /// Where the integrated payload or dependency of this URI is; no place where the envelope has none.
  @inline(never)
  func integrated(_ uri: Span<UInt8>, in extent: SUITExtent) throws(SUITReportReason) -> SUITExtent {
    let envelope = try envelope(extent)
    do throws(DecodeError) {
      guard let content = try envelope.integratedReader(uri: uri) else { return SUITExtent() }
      return SUITExtent(content, inFlash: extent.place.isInFlash)
    } catch { throw .cborParse }
  }

  /// The manifest with the head of its byte string: what its digest is taken of.
  @_lifetime(copy self)
  @inline(never)
  func wrappedManifest(in extent: SUITExtent) throws(SUITReportReason) -> Span<UInt8> {
    try envelope(extent).wrappedManifest
  }

  /// The manifest in an envelope that has the digest that its dependent gives, encoded.
  @inline(never)
  func manifest(
    in extent: SUITExtent, encodedDigest: Span<UInt8>
  ) throws(SUITReportReason) -> SUITExtent {
    let envelope = try envelope(extent)
    guard envelope.encodedDigest.equals(encodedDigest) else { throw .unauthorised }
    return SUITExtent(
      envelope.manifestOffset, count: envelope.manifest.count, inFlash: extent.place.isInFlash)
  }
}

/// What a manifest names.
extension SUITMemory {
  /// How many components and dependencies a manifest has.
  @inline(never)
  func counts(of extent: SUITExtent) throws(SUITReportReason) -> (components: Int, dependencies: Int) {
    let common = try manifest(extent).readCommon()
    return (common.componentCount, common.dependencyCount)
  }

  /// Where the identifier of a component is.
  @inline(never)
  func component(at index: Int, of extent: SUITExtent) throws(SUITReportReason) -> SUITPlace {
    let common = try manifest(extent).readCommon()
    do throws(DecodeError) {
      return SUITPlace(
        try common.componentIdentifierReader(at: index).base, inFlash: extent.place.isInFlash)
    } catch { throw .cborParse }
  }

  /// The index of a dependency and where its identifier is: its own or, without one, that of the component of its index.
  @inline(never)
  func dependency(
    at position: Int, of extent: SUITExtent
  ) throws(SUITReportReason) -> (index: Int, identifier: SUITPlace) {
    let common = try manifest(extent).readCommon()
    do throws(DecodeError) {
      let dependency = try common.dependency(at: position)
      let base =
        if let prefix = dependency.prefixReader { prefix.base } else {
          try common.componentIdentifierReader(at: dependency.index).base
        }
      return (dependency.index, SUITPlace(base, inFlash: extent.place.isInFlash))
    } catch { throw .cborParse }
  }
}
