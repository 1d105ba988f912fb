import TEEPCodec

/// Who vouches for a manifest: whoever signed it, and whoever sent it.
struct ManifestAuthority {
  /// The index of the TAM that sent it.
  let tam: Int
  /// The index of the Trusted Component signer.
  let signer: Int
}

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Bytes of a manifest beyond which it is refused: it has to fit the response buffer when it is uninstalled.
  static var maximumManifestCount: Int { 1024 }

  /// Checks the digest of a manifest and a signature over it, before anything of the manifest is read
  /// (draft-ietf-suit-manifest-37, section 6.2).
  ///
  /// - Returns: the index of the signer.
  @inline(never)
  func authenticate(_ envelope: borrowing SUITEnvelope) throws(SUITFailure) -> Int {
    guard envelope.manifest.count <= Self.maximumManifestCount else {
      throw SUITFailure(.componentUnsupported)
    }
    let digest = try envelope.readDigest()
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    sha256(of: envelope.wrappedManifest, into: &computedSpan)
    guard computed.span.equals(digest) else { throw SUITFailure(.unauthorised) }
    var isUnderstood = false
    for index in 0..<envelope.blockCount {
      guard let block = try? envelope.block(at: index) else { continue }
      isUnderstood = true
      if let signer = signer(of: block, payload: envelope.encodedDigest, among: .signer) { return signer }
    }
    throw SUITFailure(isUnderstood ? .unauthorised : .coseUnsupported)
  }

  /// Demands that signer and TAM may each deal with the manifest and all of its components.
  @inline(never)
  func authorize(
    _ identifier: Span<UInt8>, _ common: borrowing SUITCommon, by authority: ManifestAuthority
  ) throws(SUITFailure) {
    try authorize(identifier, by: authority)
    for index in 0..<common.componentCount {
      try authorize(common.readIdentifier(of: index), by: authority)
    }
    guard signerServesThisDevice(authority.signer) else { throw SUITFailure(.componentUnauthorised) }
  }

  private func authorize(_ identifier: Span<UInt8>, by authority: ManifestAuthority) throws(SUITFailure) {
    guard 1...StoreLayout.identifierByteLimit ~= identifier.count else {
      throw SUITFailure(.componentUnsupported)
    }
    guard isPermitted(identifier, to: .signer, at: authority.signer),
      isPermitted(identifier, to: .tam, at: authority.tam)
    else { throw SUITFailure(.componentUnauthorised) }
  }

  /// Whether the signer may sign for the vendor and class that this device is of.
  private func signerServesThisDevice(_ index: Int) -> Bool {
    guard let provisioning = provisioning(), let anchor = anchor(.signer, at: index) else { return false }
    if let vendor = anchor.vendorIdentifier, !vendor.equals(provisioning.vendorIdentifier) { return false }
    if let own = anchor.classIdentifier, !own.equals(provisioning.classIdentifier) { return false }
    return true
  }
}
