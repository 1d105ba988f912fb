import Foundation
import GRDB
import TEEPHost

extension TAMStore {
  /// Adds a device. Of one that is there already under the same name with the same key, what its evidence is checked by
  /// is replaced where it is given.
  func enroll(
    name: String, key: VerificationKey, attestationKey: VerificationKey? = nil, ueid: [UInt8]? = nil,
    limit: Int, now: Date
  ) async throws -> DeviceStatus {
    let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard !name.isEmpty, name.utf8.count <= AdminAPI.maximumName, isPrintable else {
      throw AdminError(
        .invalid,
        "the device's name (field 'name') has to be 1 to \(AdminAPI.maximumName) bytes "
          + "without control characters; choose another one")
    }
    let attestationPEM = try attestationKey?.pem()
    return try await database.write { database in
      let sameKey = try DeviceRecord.find(keyIdentifier: key.thumbprint, in: database)
      if var sameKey, sameKey.name == name {
        sameKey.attestationKey = attestationPEM ?? sameKey.attestationKey
        sameKey.ueid = ueid.map { Data($0) } ?? sameKey.ueid
        if try sameKey.updateChanges(
          database, from: try DeviceRecord.find(name: name, in: database) ?? sameKey)
        {
          try AuditRecord.note(.enrolled, name, "new attestation key or UEID", at: now, in: database)
        }
        return try DeviceStatus(sameKey, in: database)
      }
      if let sameKey {
        throw AdminError(
          .conflict,
          "the device's key (field 'publicKey') is enrolled already, as '\(sameKey.name)'; "
            + "use that name or another key")
      }
      if try DeviceRecord.find(name: name, in: database) != nil {
        throw AdminError(
          .conflict,
          "the name '\(name)' (field 'name') belongs to a device with another key; choose another name")
      }
      guard try DeviceRecord.fetchCount(database) < limit else {
        throw AdminError(.tooLarge, "\(limit) devices are enrolled, which is all that this TAM takes")
      }
      var device = DeviceRecord(name: name, key: key, enrolled: now)
      device.attestationKey = attestationPEM
      device.ueid = ueid.map { Data($0) }
      try device.insert(database)
      try AuditRecord.note(
        .enrolled, name, "key \(key.thumbprint.hexadecimalDigits)", at: now, in: database)
      return try DeviceStatus(device, in: database)
    }
  }

  /// Forgets a device, with all that is known of it; gives what was.
  func unenroll(name: String, now: Date) async throws -> DeviceStatus {
    try await database.write { database in
      guard let device = try DeviceRecord.find(name: name, in: database) else {
        throw AdminError(
          .notFound, "no device '\(name)' is enrolled; 'teep tam devices' shows those that are")
      }
      let status = try DeviceStatus(device, in: database)
      try device.delete(database)
      try AuditRecord.note(
        .unenrolled, name, "key \(device.keyIdentifier.hexadecimalDigits)", at: now, in: database)
      return status
    }
  }

  /// All devices, by name.
  func devices() async throws -> [DeviceStatus] {
    try await database.read { database in
      try DeviceRecord.order(Column("name")).fetchAll(database).map { try DeviceStatus($0, in: database) }
    }
  }
}

extension DeviceStatus {
  /// What the admin API says of a device.
  fileprivate init(_ device: DeviceRecord, in database: Database) throws {
    let failure = device.failureCode.map {
      DeviceFailure(
        code: UInt64(clamping: $0), message: device.failureMessage,
        time: device.failureTime ?? device.enrolled)
    }
    let components = try InstalledComponentRecord.all(of: device.id ?? 0, in: database)
    self.init(
      name: device.name, keyIdentifier: device.keyIdentifier.hexadecimalDigits, keyType: device.keyType,
      enrolled: device.enrolled, lastSeen: device.lastSeen, lastFailure: failure,
      components: components.map {
        HeldComponent(
          identifier: $0.identifier, sha256: $0.sha256?.hexadecimalDigits, size: $0.size,
          sequenceNumber: $0.sequenceNumber)
      },
      attestation: device.attestationTime.map {
        DeviceAttestation(
          time: $0, trustedUntil: device.attestedUntil, problem: device.attestationProblem)
      })
  }
}
