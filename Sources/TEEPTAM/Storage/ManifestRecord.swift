import Foundation
import GRDB
import TEEPHost

/// A version of a manifest that is or was published.
struct ManifestRecord: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
  static let databaseTableName = "manifest"

  enum State: String, Codable, Sendable {
    /// What devices should have.
    case published
    /// A later version took its place.
    case superseded
    /// Taken back: devices should no longer have it.
    case removed
  }

  var id: Int64?
  /// The encoded manifest component identifier.
  var identifier: Data
  var sequenceNumber: Int64
  /// The manifest's digest.
  var sha256: Data
  var state: State
  var published: Date
  var envelope: Data?
  /// The digest of the payload that the TAM serves.
  var payload: Data?
  /// Whether it may be installed where attestation failed.
  var repairs = false

  mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

  static func published(_ identifier: Data, in database: Database) throws -> ManifestRecord? {
    try filter(Column("identifier") == identifier && Column("state") == State.published)
      .fetchOne(database)
  }

  /// The published manifest that installs a component.
  static func published(installing component: Data, in database: Database) throws -> ManifestRecord? {
    try fetchOne(
      database,
      sql: """
        SELECT manifest.* FROM manifest JOIN manifestComponent ON manifestID = manifest.id
        WHERE manifestComponent.identifier = ? AND state = ? ORDER BY manifest.id LIMIT 1
        """,
      arguments: [component, State.published.rawValue])
  }

  /// The highest sequence number that was ever published under an identifier.
  static func highestSequenceNumber(of identifier: Data, in database: Database) throws -> Int64? {
    try filter(Column("identifier") == identifier).select(max(Column("sequenceNumber")), as: Int64.self)
      .fetchOne(database)
  }
}

extension ManifestRecord.State: DatabaseValueConvertible {}

/// A component that a manifest installs.
struct ManifestComponentRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "manifestComponent"

  var manifestID: Int64
  var position: Int
  /// The encoded component identifier.
  var identifier: Data
  var sha256: Data?
  var size: Int64?
  var uri: String?

  static func all(of manifestID: Int64, in database: Database) throws -> [ManifestComponentRecord] {
    try filter(Column("manifestID") == manifestID).order(Column("position")).fetchAll(database)
  }

  /// The highest sequence number of the manifests that install this component with these bytes.
  static func sequenceNumber(
    installing identifier: Data, sha256: Data, in database: Database
  ) throws -> Int64? {
    try Int64.fetchOne(
      database,
      sql: """
        SELECT MAX(sequenceNumber) FROM manifest JOIN manifestComponent ON manifestID = manifest.id
        WHERE manifestComponent.identifier = ? AND manifestComponent.sha256 = ?
        """,
      arguments: [identifier, sha256])
  }
}

extension ManifestComponentRecord {
  /// What a device holds that processed the manifest; nil where the store is damaged.
  var component: InstalledComponent? {
    ComponentIdentifier(stored: identifier).map {
      InstalledComponent(
        identifier: $0, sha256: sha256.map { Array($0) }, size: size.map { UInt64(clamping: $0) })
    }
  }
}
