import Foundation
import TEEPAgent
import TEEPCodec
import TEEPHost

extension ProvisioningRequest {
  /// The bytes of a new device's whole store: what it is provisioned with and nothing installed. They contain the
  /// device's private key.
  public func image(for board: DeviceBoard) throws(ProvisioningError) -> [UInt8] {
    guard board.deviceKeyTypes.contains(deviceKey.type) else { throw .deviceKeyType(deviceKey.type, board) }
    for (kind, anchors) in [("TAM", tams), ("signer", signers)] {
      guard !anchors.isEmpty else { throw .noAnchor(kind) }
      guard anchors.count <= Provisioning.maximumAnchors else { throw .tooManyAnchors(kind) }
      guard Set(anchors.map(\.key)).count == anchors.count else { throw .repeatedKey(kind) }
    }
    for uri in tams.map(\.uri) { try Self.check(uri) }

    let content = encoded
    let flash = ImageFlash([UInt8](repeating: 0xFF, count: board.storeByteCount))
    do {
      let image = try Store(provisioning: flash, with: content.span).mapping
      return [UInt8](copying: image.bytes)
    } catch { throw .tooLong(content.count) }
  }

  /// RFC 9110, section 4.2: what the broker can post to.
  private static func check(_ uri: String?) throws(ProvisioningError) {
    let parts = uri.flatMap(URLComponents.init(string:))
    guard let uri, let scheme = parts?.scheme, ["http", "https"].contains(scheme),
      parts?.host?.isEmpty == false,
      TrustAnchor.uriLimits.contains(uri.utf8.count)
    else { throw .badURI(uri ?? "") }
  }

  private var encoded: [UInt8] {
    [UInt8](encoding: { (writer) throws(EncodeError) in
      let secret = deviceKey.privateRepresentation
      try writer.provisioningHeader(
        algorithm: deviceKey.algorithm, privateKey: secret.span,
        keyIdentifier: deviceKey.verificationKey.thumbprint.span)
      try writer.provisioningTAMs(count: tams.count)
      for tam in tams { try tam.encode(to: &writer) }
      try writer.provisioningSigners(count: signers.count)
      for signer in signers { try signer.encode(to: &writer) }
      try writer.provisioningTrailer(
        vendorIdentifier: deviceClass.vendorIdentifier.bytes.span,
        classIdentifier: deviceClass.classIdentifier.bytes.span)
    })
  }
}

extension ProvisioningRequest.Anchor {
  fileprivate func encode(to writer: inout CBORWriter) throws(EncodeError) {
    let thumbprint = key.thumbprint
    let uri = Array((uri ?? "").utf8)
    let vendor = deviceClass?.vendorIdentifier.bytes ?? []
    let `class` = deviceClass?.classIdentifier.bytes ?? []
    let identifiers = components.map { components in
      [UInt8](encoding: { (list) throws(EncodeError) in
        try list.array(components.count)
        for component in components { try list.raw(component.encoded.span) }
      })
    }
    let identifierList = identifiers ?? []
    try writer.trustAnchor(
      TrustAnchorDescription(
        algorithm: key.algorithm, publicKey: key.rawRepresentation.span, keyIdentifier: thumbprint.span,
        uri: uri.span, vendorIdentifier: vendor.span, classIdentifier: `class`.span,
        encodedIdentifiers: identifierList.span))
  }
}
