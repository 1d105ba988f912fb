import Foundation
import GRDB
import TEEPHost

extension TAMStore {
  /// Adds a device. One that is there already under the same name with the same key stays as it is.
  func enroll(name: String, key: VerificationKey, limit: Int, now: Date) async throws -> DeviceStatus {
    let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard !name.isEmpty, name.utf8.count <= AdminAPI.maximumName, isPrintable else {
      throw AdminError(
        .invalid,
        "the device's name (field 'name') has to be 1 to \(AdminAPI.maximumName) bytes "
          + "without control characters; choose another one")
    }
    return try await database.write { database in
      let sameKey = try DeviceRecord.find(keyIdentifier: key.thumbprint, in: database)
      if let sameKey, sameKey.name == name { return try DeviceStatus(sameKey, in: database) }
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
      try device.insert(database)
      return try DeviceStatus(device, in: database)
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
      })
  }
}
