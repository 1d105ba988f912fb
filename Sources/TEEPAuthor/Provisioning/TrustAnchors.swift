import Foundation
import TEEPCodec
import TEEPHost

/// Whom a device trusts: what it is provisioned with, and what can take the place of that (docs/trust-anchors.md).
public struct TrustAnchors: Sendable {
  public var tams: [ProvisioningRequest.Anchor]
  public var signers: [ProvisioningRequest.Anchor]
  /// Whose attestation results of TAMs count.
  public var verifiers: [ProvisioningRequest.Anchor]

  public init(
    tams: [ProvisioningRequest.Anchor], signers: [ProvisioningRequest.Anchor],
    verifiers: [ProvisioningRequest.Anchor] = []
  ) {
    self.tams = tams
    self.signers = signers
    self.verifiers = verifiers
  }

  /// Demands that the agent of any board, or of this one, can use them.
  func check(for board: DeviceBoard?) throws(ProvisioningError) {
    for (kind, anchors) in [("TAM", tams), ("signer", signers), ("verifier", verifiers)] {
      guard !anchors.isEmpty || kind == "verifier" else { throw .noAnchor(kind) }
      guard anchors.count <= Provisioning.maximumAnchors else { throw .tooManyAnchors(kind) }
      // One authority may vouch for several, by their names.
      let isRepeated = anchors.indices.contains { index in
        anchors[..<index].contains {
          $0.key == anchors[index].key && $0.certifiedName == anchors[index].certifiedName
        }
      }
      guard !isRepeated else { throw .repeatedKey(kind) }
      try Self.check(authorities: anchors.filter { $0.certifiedName != nil }, kind, for: board)
      guard let board else { continue }
      for case .verification(let key) in anchors.map(\.key) where !board.keyTypes.contains(key.type) {
        throw .anchorKeyType(kind, key.type, board)
      }
    }
    for uri in tams.map(\.uri) { try Self.check(uri) }
    guard verifiers.isEmpty == tams.allSatisfy({ !$0.policy.contains(.needsAttestation) }) else {
      throw .attestationWithoutVerifier
    }
  }

  /// The agent validates certificates, those of P-256 keys alone.
  private static func check(
    authorities: [ProvisioningRequest.Anchor], _ kind: String, for board: DeviceBoard?
  ) throws(ProvisioningError) {
    for authority in authorities {
      if let board, !board.validatesCertificates { throw .certificates(kind, board) }
      guard case .verification(let key) = authority.key, key.type == .p256 else {
        throw .authorityKeyType(kind)
      }
    }
  }

  /// RFC 9110, section 4.2: what the broker can post to.
  private static func check(_ uri: String?) throws(ProvisioningError) {
    let parts = uri.flatMap(URLComponents.init(string:))
    guard let uri, let scheme = parts?.scheme, ["http", "https"].contains(scheme),
      parts?.host?.isEmpty == false,
      TrustAnchor.uriLimits.contains(uri.utf8.count)
    else { throw .badURI(uri ?? "") }
  }
}
