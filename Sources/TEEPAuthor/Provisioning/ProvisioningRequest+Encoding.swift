import TEEPCodec
import TEEPHost

extension ProvisioningRequest {
  /// The encoded ``Provisioning``, which has the device's secrets in it.
  var encoded: [UInt8] {
    let optional = [
      !decryptionKeys.isEmpty, evidence != nil, !verifiers.isEmpty, otherDeviceKey != nil,
      deviceIdentifier != nil,
    ]
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      // Zeros stand for what the device is to make.
      let absent = [UInt8](repeating: 0, count: 32)
      let secret = deviceKey?.privateRepresentation ?? absent
      let identifier = deviceKey?.verificationKey.thumbprint ?? absent
      try writer.provisioningHeader(
        algorithm: deviceKey?.algorithm ?? .esp256, privateKey: secret.span, keyIdentifier: identifier.span,
        optionalMemberCount: optional.count { $0 })
      try writer.provisioningTAMs(count: tams.count)
      for tam in tams { try tam.encode(to: &writer) }
      try writer.provisioningSigners(count: signers.count)
      for signer in signers { try signer.encode(to: &writer) }
      try writer.provisioningTrailer(
        vendorIdentifier: deviceClass.vendorIdentifier.bytes.span,
        classIdentifier: deviceClass.classIdentifier.bytes.span)
      if !decryptionKeys.isEmpty {
        try writer.provisioningDecryptionKeys(count: decryptionKeys.count)
        for key in decryptionKeys { try key.encode(to: &writer) }
      }
      try evidence?.encode(to: &writer)
      if !verifiers.isEmpty {
        try writer.provisioningVerifiers(count: verifiers.count)
        for verifier in verifiers { try verifier.encode(to: &writer) }
      }
      if let otherDeviceKey {
        let secret = otherDeviceKey.privateRepresentation
        try writer.provisioningOtherDeviceKey(
          algorithm: otherDeviceKey.algorithm, privateKey: secret.span,
          keyIdentifier: otherDeviceKey.verificationKey.thumbprint.span)
      }
      if let deviceIdentifier { try writer.provisioningDeviceIdentifier(deviceIdentifier.bytes.span) }
    })
  }
}

extension ProvisioningRequest.DecryptionKey {
  fileprivate func encode(to writer: inout CBORWriter) throws(EncodeError) {
    switch self {
    case .agreement(let key, let identifier):
      let secret = key.privateRepresentation
      try writer.decryptionKey(.ecdhESA128KW, secret.span, keyIdentifier: identifier.span)
    case .wrapping(let key, let identifier):
      try writer.decryptionKey(.a128KW, key.span, keyIdentifier: identifier.span)
    }
  }
}

extension ProvisioningRequest.Evidence {
  fileprivate func encode(to writer: inout CBORWriter) throws(EncodeError) {
    let secret = key.privateRepresentation
    let version = Array(hardwareVersion.utf8)
    // SUIT_Reference: [uri, digest] (draft-ietf-suit-report-18, section 4).
    let reference = [UInt8](encoding: { (writer) throws(EncodeError) in
      let uri = Array(firmware.uri.utf8)
      try writer.array(2)
      try writer.textString(uri.span)
      try writer.array(2)
      try writer.integer(Int64(COSEAlgorithm.sha256.rawValue))
      try writer.byteString(firmware.sha256.span)
    })
    let certificates = certificates?.encoded ?? []
    try writer.provisioningAttestation(
      algorithm: key.algorithm, privateKey: secret.span, keyIdentifier: key.verificationKey.thumbprint.span,
      ueid: ueid.span, encodedOEMIdentifier: encodedOEMIdentifier.span, hardwareModel: hardwareModel.span,
      hardwareVersion: version.span, encodedReference: reference.span,
      encodedCertificates: certificates.span)
  }
}

extension ProvisioningRequest.Anchor.Key {
  var algorithm: COSEAlgorithm {
    switch self {
    case .verification(let key): key.algorithm
    case .symmetric: .hmac256
    }
  }

  var rawRepresentation: [UInt8] {
    switch self {
    case .verification(let key): key.rawRepresentation
    case .symmetric(let key): key.bytes
    }
  }

  /// The SHA-256 thumbprint of the COSE_Key (RFC 9679).
  var thumbprint: [UInt8] {
    switch self {
    case .verification(let key): key.thumbprint
    case .symmetric(let key): key.thumbprint
    }
  }
}

extension ProvisioningRequest.Anchor {
  func encode(to writer: inout CBORWriter) throws(EncodeError) {
    let (raw, thumbprint) = (key.rawRepresentation, key.thumbprint)
    let uri = Array((uri ?? "").utf8)
    let vendor = deviceClass?.vendorIdentifier.bytes ?? []
    let `class` = deviceClass?.classIdentifier.bytes ?? []
    let agreement = keyAgreementKey?.rawRepresentation ?? []
    let name = Array((certifiedName ?? "").utf8)
    let identifiers = components.map { components in
      [UInt8](encoding: { (list) throws(EncodeError) in
        try list.array(components.count)
        for component in components { try list.raw(component.encoded.span) }
      })
    }
    let identifierList = identifiers ?? []
    try writer.trustAnchor(
      TrustAnchorDescription(
        algorithm: key.algorithm, publicKey: raw.span, keyIdentifier: thumbprint.span, uri: uri.span,
        vendorIdentifier: vendor.span, classIdentifier: `class`.span, encodedIdentifiers: identifierList.span,
        policy: policy, keyAgreementKey: agreement.span, certifiedName: name.span))
  }
}
