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
    guard let signer = anchor(.signer, at: authority.signer), let tam = anchor(.tam, at: authority.tam) else {
      throw .componentUnauthorised
    }
    try Self.authorize(identifier, by: signer, tam)
    for index in 0..<common.componentCount {
      try Self.authorize(common.readIdentifier(of: index), by: signer, tam)
    }
    guard servesThisDevice(signer) else { throw .componentUnauthorised }
  }

  @inline(never)
  private static func authorize(
    _ identifier: Span<UInt8>, by signer: borrowing TrustAnchor, _ tam: borrowing TrustAnchor
  ) throws(SUITReportReason) {
    guard 1...StoreLayout.identifierByteLimit ~= identifier.count else { throw .componentUnsupported }
    guard permits(identifier, to: .signer, signer), permits(identifier, to: .tam, tam) else {
      throw .componentUnauthorised
    }
  }

  /// Whether the signer may sign for the vendor and class that this device is of.
  private func servesThisDevice(_ signer: borrowing TrustAnchor) -> Bool {
    if let vendor = signer.vendorIdentifier, !isIdentified(by: vendor, as: .vendor) { return false }
    if let own = signer.classIdentifier, !isIdentified(by: own, as: .deviceClass) { return false }
    return true
  }

  /// Whether the identifier is the device's own.
  @inline(never)
  func isIdentified(by identifier: Span<UInt8>, as identity: SUITIdentity) -> Bool {
    let provisioning = provisioning
    switch identity {
    case .vendor:
      guard let own = provisioning.vendorIdentifier else { return false }
      return own.equals(identifier)
    case .deviceClass:
      guard let own = provisioning.classIdentifier else { return false }
      return own.equals(identifier)
    case .device:
      // It may be a secret of the device's: how much of a guess is right must not be measurable.
      guard let own = provisioning.deviceIdentifier else { return false }
      return own.equalsInConstantTime(identifier)
    }
  }
}
