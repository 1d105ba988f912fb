import TEEPAgent
import TEEPCodec
import TEEPHost

extension ProvisioningRequest {
  /// The bytes of a new device's whole store: what it is provisioned with and nothing installed. They contain the
  /// device's private key, if that is given.
  public func image(for board: DeviceBoard) throws(ProvisioningError) -> [UInt8] {
    for key in [deviceKey, otherDeviceKey, evidence?.key].compactMap(\.self) {
      guard board.keyTypes.contains(key.type) else { throw .deviceKeyType(key.type, board) }
    }
    guard evidence?.certificates == nil || board.validatesCertificates else {
      throw .attestationCertificates(board)
    }
    try checkKeys()
    try TrustAnchors(tams: tams, signers: signers, verifiers: verifiers).check(for: board)
    // A TAM signs in the cipher suite of the device.
    let hasP256 = [deviceKeyType, otherDeviceKey?.type].contains(.p256)
    guard hasP256 || tams.allSatisfy({ $0.certifiedName == nil }) else { throw .authorityKeyType("TAM") }

    let content = encoded
    let flash = ImageFlash([UInt8](repeating: 0xFF, count: board.storeByteCount))
    do {
      let image = try Store(provisioning: flash, with: content.span).mapping
      return [UInt8](copying: image.bytes)
    } catch { throw .tooLong(content.count) }
  }

  /// What a device makes itself is a key on P-256.
  private var deviceKeyType: KeyType { deviceKey?.type ?? .p256 }

  /// Each of the device's keys serves one purpose and one algorithm.
  private func checkKeys() throws(ProvisioningError) {
    var purposes: [(purpose: String, key: [UInt8])] = []
    if let deviceKey { purposes.append(("device key", deviceKey.verificationKey.thumbprint)) }
    if let otherDeviceKey {
      guard otherDeviceKey.type != deviceKeyType else { throw .sameCipherSuite }
      purposes.append(("other device key", otherDeviceKey.verificationKey.thumbprint))
    }
    if let evidence { purposes.append(("attestation key", evidence.key.verificationKey.thumbprint)) }
    for case .agreement(let key, _) in decryptionKeys {
      purposes.append(("decryption key", key.verificationKey.thumbprint))
    }
    for (index, purpose) in purposes.enumerated() {
      if let other = purposes[..<index].first(where: { $0.key == purpose.key }) {
        throw .sharedKey(other.purpose, purpose.purpose)
      }
    }
    guard decryptionKeys.count <= Provisioning.maximumAnchors else { throw .tooManyDecryptionKeys }
  }
}
