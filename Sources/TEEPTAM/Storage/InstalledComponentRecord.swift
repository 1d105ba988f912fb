import Foundation
import GRDB
import TEEPHost

/// A component that a device holds, as far as the TAM knows.
struct InstalledComponentRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "installedComponent"

  var deviceID: Int64
  /// The encoded component identifier.
  var identifier: Data
  var sha256: Data?
  var size: Int64?
  var sequenceNumber: Int64?

  init(_ component: InstalledComponent, deviceID: Int64) {
    self.deviceID = deviceID
    identifier = Data(component.identifier.encoded)
    sha256 = component.sha256.map { Data($0) }
    size = component.size.flatMap(Int64.init(exactly:))
    sequenceNumber = component.sequenceNumber.flatMap(Int64.init(exactly:))
  }

  /// The component; nil where the store is damaged.
  var component: InstalledComponent? {
    guard let identifier = ComponentIdentifier(stored: identifier) else { return nil }
    return InstalledComponent(
      identifier: identifier, sha256: sha256.map { Array($0) }, size: size.map { UInt64(clamping: $0) },
      sequenceNumber: sequenceNumber.map { UInt64(clamping: $0) })
  }

  static func all(of deviceID: Int64, in database: Database) throws -> [InstalledComponent] {
    try filter(Column("deviceID") == deviceID).order(Column("identifier")).fetchAll(database)
      .compactMap(\.component)
  }

  /// Puts `components` in place of all that the device held.
  static func replaceAll(
    of deviceID: Int64, with components: [InstalledComponent], in database: Database
  ) throws {
    try filter(Column("deviceID") == deviceID).deleteAll(database)
    for component in components {
      try InstalledComponentRecord(component, deviceID: deviceID).insert(database, onConflict: .replace)
    }
  }
}

extension ComponentIdentifier {
  /// Reads an identifier that the store holds encoded; nil where it is damaged.
  init?(stored data: Data) {
    guard let identifier = try? ComponentIdentifier(decoding: Array(data).span) else { return nil }
    self = identifier
  }
}

extension InstalledComponentRecord {
  /// Deletes what any version of a manifest installs.
  static func removeAll(of deviceID: Int64, installedBy manifest: Data, in database: Database) throws {
    try database.execute(
      sql: """
        DELETE FROM installedComponent WHERE deviceID = ? AND identifier IN (
          SELECT manifestComponent.identifier FROM manifestComponent
          JOIN manifest ON manifest.id = manifestID WHERE manifest.identifier = ?)
        """,
      arguments: [deviceID, manifest])
  }
}

extension [InstalledComponent] {
  /// The components with the sequence numbers of the manifests that installed them: what is known of the device as long
  /// as the bytes are the same, and otherwise that of the last manifest that installs these bytes.
  func withSequenceNumbers(of deviceID: Int64, in database: Database) throws -> [InstalledComponent] {
    let known = try InstalledComponentRecord.all(of: deviceID, in: database)
    return try map { component in
      var component = component
      guard let sha256 = component.sha256 else { return component }
      let same = known.first { $0.identifier == component.identifier && $0.sha256 == sha256 }
      component.sequenceNumber =
        try same?.sequenceNumber
        ?? ManifestComponentRecord.sequenceNumber(
          installing: Data(component.identifier.encoded), sha256: Data(sha256), in: database
        ).map { UInt64(clamping: $0) }
      return component
    }
  }
}
