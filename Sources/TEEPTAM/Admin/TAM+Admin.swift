import Foundation
import Logging
import TEEPCodec
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
    let attestationKey: VerificationKey?
    do {
      attestationKey = try request.attestationKey.map { try VerificationKey(pem: $0) }
    } catch {
      throw AdminError(
        .invalid, "the device's attestation key (field 'attestationKey') cannot be used: \(error)")
    }
    // The device's own key signs TEEP messages and no evidence.
    guard attestationKey != key else {
      throw AdminError(
        .invalid, "the attestation key (field 'attestationKey') is the device's key; give another one")
    }
    let device = try await store.enroll(
      name: request.name, key: key, attestationKey: attestationKey, ueid: Self.ueid(request.ueid),
      limit: limits.devices, now: now())
    logger.notice(
      "enrolled", metadata: ["device": "\(device.name)", "kid": "\(device.keyIdentifier)"])
    return device
  }

  private static func ueid(_ spelling: String?) throws -> [UInt8]? {
    guard let spelling else { return nil }
    guard let ueid = [UInt8](hexadecimalDigits: Array(spelling.utf8)), EATLimits.ueid.contains(ueid.count)
    else {
      throw AdminError(
        .invalid,
        "the UEID (field 'ueid') is no \(EATLimits.ueid.lowerBound) to \(EATLimits.ueid.upperBound) bytes "
          + "in hexadecimal; correct it")
    }
    return ueid
  }

  /// Makes a device unknown.
  func unenroll(_ request: UnenrollmentRequest) async throws -> DeviceStatus {
    let device = try await store.unenroll(name: request.name, now: now())
    logger.notice(
      "unenrolled", metadata: ["device": "\(device.name)", "kid": "\(device.keyIdentifier)"])
    return device
  }

  /// Publishes what an envelope installs.
  func publish(_ request: PublicationRequest) async throws -> Publication {
    let publication = try await store.publish(
      envelope: request.envelope, payload: request.payload, repairs: request.repairs ?? false, now: now())
    logger.notice("published", metadata: Self.metadata(of: publication))
    return publication
  }

  /// Takes back what installs a component.
  func remove(_ request: RemovalRequest) async throws -> Publication {
    let publication = try await store.remove(request.component, now: now())
    logger.notice("removed", metadata: Self.metadata(of: publication))
    return publication
  }

  /// Says which devices get a component, and in which version.
  func setPolicy(_ policy: DevicePolicy) async throws -> DevicePolicy {
    let policy = try await store.setPolicy(policy, now: now())
    logger.notice("policy set", metadata: ["manifest": "\(policy.component)"])
    return policy
  }

  /// Ends a policy.
  func removePolicy(_ removal: PolicyRemoval) async throws -> DevicePolicy {
    let policy = try await store.removePolicy(removal, now: now())
    logger.notice("policy removed", metadata: ["manifest": "\(policy.component)"])
    return policy
  }

  private static func metadata(of publication: Publication) -> Logger.Metadata {
    [
      "manifest": "\(publication.manifest)", "sequence-number": "\(publication.sequenceNumber)",
      "sha256": "\(publication.sha256)",
    ]
  }
}
