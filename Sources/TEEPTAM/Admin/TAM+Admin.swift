import Foundation
import Logging
import TEEPHost

/// What operators do, each noted in the log.
extension TAM {
  /// Makes a device known by its key.
  func enroll(_ request: EnrollmentRequest) async throws -> DeviceStatus {
    let key: VerificationKey
    do {
      key = try VerificationKey(pem: request.publicKey)
    } catch {
      throw AdminError(.invalid, "the device's key (field 'publicKey') cannot be used: \(error)")
    }
    guard keys.key(for: key.type) != nil else {
      throw AdminError(
        .conflict,
        "the device's key is a \(key.type.rawValue) key, and the TAM has none of that type to answer with; "
          + "start teep-tam with one more --key")
    }
    let device = try await store.enroll(name: request.name, key: key, limit: limits.devices, now: now())
    logger.notice(
      "enrolled", metadata: ["device": "\(device.name)", "kid": "\(device.keyIdentifier)"])
    return device
  }

  /// Publishes what an envelope installs.
  func publish(_ request: PublicationRequest) async throws -> Publication {
    let publication = try await store.publish(
      envelope: request.envelope, payload: request.payload, now: now())
    logger.notice("published", metadata: Self.metadata(of: publication))
    return publication
  }

  /// Takes back what installs a component.
  func remove(_ request: RemovalRequest) async throws -> Publication {
    let publication = try await store.remove(request.component)
    logger.notice("removed", metadata: Self.metadata(of: publication))
    return publication
  }

  private static func metadata(of publication: Publication) -> Logger.Metadata {
    [
      "manifest": "\(publication.manifest)", "sequence-number": "\(publication.sequenceNumber)",
      "sha256": "\(publication.sha256)",
    ]
  }
}
