import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Bytes of a manifest beyond which it is refused.
  static var maximumManifestCount: Int { 4096 }

  /// Checks the digest of a manifest and a signature or MAC over it, before anything of the manifest is read
  /// (draft-ietf-suit-manifest-37, section 6.2).
  ///
  /// - Returns: the signer.
  @inline(never)
  mutating func authenticate(_ bytes: Span<UInt8>) throws(SUITReportReason) -> TrustedSigner {
    try checkDigest(of: bytes)
    var isUnderstood = false
    #if !WITHOUT_CERTIFICATES
      manifestCertificateFailure = nil
    #endif
    for index in 0..<SUITEnvelope.maximumBlocks {
      guard let signer = try signer(ofBlock: index, of: bytes, &isUnderstood) else { continue }
      #if !WITHOUT_CERTIFICATES
        manifestCertificateFailure = nil
      #endif
      return signer
    }
    throw isUnderstood ? .unauthorised : .coseUnsupported
  }

  @inline(never)
  private mutating func checkDigest(of bytes: Span<UInt8>) throws(SUITReportReason) {
    let envelope = try SUITEnvelope.read(bytes)
    guard envelope.manifest.count <= Self.maximumManifestCount else { throw .componentUnsupported }
    let digest = try envelope.readDigest()
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    Self.sha256(of: envelope.wrappedManifest, into: &computedSpan)
    guard computed.span.equals(digest) else { throw .unauthorised }
  }

  /// Whose the authentication block is; nil where it is nobody's who is trusted, or where there is none.
  @inline(never)
  private mutating func signer(
    ofBlock index: Int, of bytes: Span<UInt8>, _ isUnderstood: inout Bool
  ) throws(SUITReportReason) -> TrustedSigner? {
    guard let block = try Self.block(at: index, of: bytes) else { return nil }
    let payload = try Self.encodedDigest(of: bytes)
    guard Self.isSigned(block) else { return macSigner(of: block, payload: payload, &isUnderstood) }
    isUnderstood = true
    #if !WITHOUT_CERTIFICATES
      if let signer = store.trust.signer(of: block, payload: payload, among: .signer, crypto: crypto) {
        return signer
      }
      return certifiedSigner(ofManifest: block, digest: payload)
    #else
      return store.trust.signer(of: block, payload: payload, among: .signer, crypto: crypto)
    #endif
  }

  @_lifetime(copy bytes)
  @inline(never)
  private static func block(
    at index: Int, of bytes: Span<UInt8>
  ) throws(SUITReportReason) -> Span<UInt8>? {
    let envelope = try SUITEnvelope.read(bytes)
    guard index < envelope.blockCount else { return nil }
    do throws(DecodeError) { return try envelope.encodedBlock(at: index).bytes } catch { throw .cborParse }
  }

  @_lifetime(copy bytes)
  @inline(never)
  private static func encodedDigest(of bytes: Span<UInt8>) throws(SUITReportReason) -> Span<UInt8> {
    try SUITEnvelope.read(bytes).encodedDigest
  }

  @inline(never)
  private static func isSigned(_ block: Span<UInt8>) -> Bool {
    do throws(DecodeError) {
      _ = try COSESigned(decoding: block)
      return true
    } catch { return false }
  }

  /// Whose symmetric key made the block, if it is a MAC.
  @inline(never)
  private mutating func macSigner(
    of block: Span<UInt8>, payload: Span<UInt8>, _ isUnderstood: inout Bool
  ) -> TrustedSigner? {
    #if WITHOUT_SYMMETRIC_ANCHORS
      return nil
    #else
      guard let mac = try? COSEMac(decoding: block) else { return nil }
      isUnderstood = true
      return store.trust.signer(
        of: mac, payload: payload, computation: Crypto.HMACSHA256.self)
    #endif
  }
}
