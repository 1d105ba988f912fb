import TEEPCodec

/// Who vouches for a manifest: whoever signed it, and whoever sent it.
struct ManifestAuthority {
  /// The index of the TAM that sent it.
  let tam: Int
  /// The index of the Trusted Component signer.
  let signer: Int
}

extension Trust {
  /// Demands that signer and TAM may each deal with the manifest and all of its components.
  @inline(never)
  func authorize(
    _ identifier: Span<UInt8>, _ common: borrowing SUITCommon, by authority: ManifestAuthority
  ) throws(SUITReportReason) {
    try authorize(identifier, by: authority)
    for index in 0..<common.componentCount {
      try authorize(common.readIdentifier(of: index), by: authority)
    }
    guard servesThisDevice(signer: authority.signer) else { throw .componentUnauthorised }
  }

  @inline(never)
  private func authorize(_ identifier: Span<UInt8>, by authority: ManifestAuthority) throws(SUITReportReason)
  {
    guard 1...StoreLayout.identifierByteLimit ~= identifier.count else {
      throw .componentUnsupported
    }
    guard isPermitted(identifier, to: .signer, at: authority.signer),
      isPermitted(identifier, to: .tam, at: authority.tam)
    else { throw .componentUnauthorised }
  }

  /// Whether the signer may sign for the vendor and class that this device is of.
  private func servesThisDevice(signer index: Int) -> Bool {
    guard let provisioning = provisioning(), let anchor = anchor(.signer, at: index) else { return false }
    if let vendor = anchor.vendorIdentifier, !vendor.equals(provisioning.vendorIdentifier) { return false }
    if let own = anchor.classIdentifier, !own.equals(provisioning.classIdentifier) { return false }
    return true
  }
}
