import Foundation
import GRDB
import TEEPHost

/// A manifest whose change a device could not make.
struct FailedChangeRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "failedChange"

  var deviceID: Int64
  /// The encoded manifest component identifier.
  var identifier: Data
  var time: Date

  /// The failed manifests of a device, the longest ago first.
  static func all(of deviceID: Int64, in database: Database) throws -> [ComponentIdentifier] {
    try filter(Column("deviceID") == deviceID).order(Column("time")).fetchAll(database)
      .compactMap { ComponentIdentifier(stored: $0.identifier) }
  }

  /// Forgets the failures of a device for which `isDue` says that the change is due no longer.
  static func prune(
    _ deviceID: Int64, in database: Database, keeping isDue: (ComponentIdentifier) -> Bool
  ) throws {
    for record in try filter(Column("deviceID") == deviceID).fetchAll(database) {
      if let identifier = ComponentIdentifier(stored: record.identifier), isDue(identifier) { continue }
      try record.delete(database)
    }
  }

  static func remove(_ identifiers: [Data], of deviceID: Int64, in database: Database) throws {
    for identifier in identifiers {
      try filter(Column("deviceID") == deviceID && Column("identifier") == identifier).deleteAll(database)
    }
  }
}
