import Foundation
import GRDB
import TEEPHost

extension Catalogue {
  /// Loads the manifests that install what a device holds or asks for, in the versions that policies say for it.
  init(for inventory: Inventory, of deviceID: Int64, in database: Database) throws {
    let components = Set(inventory.installed.map(\.identifier) + inventory.requested.map(\.identifier))
    var rows: [Int64: Entry] = [:]
    for component in components {
      let ids = try Int64.fetchAll(
        database,
        sql: """
          SELECT manifest.id FROM manifest JOIN manifestComponent ON manifestID = manifest.id
          WHERE manifestComponent.identifier = ? AND state IN (?, ?)
          """,
        arguments: [
          Data(component.encoded), ManifestRecord.State.published.rawValue,
          ManifestRecord.State.removed.rawValue,
        ])
      for id in ids where rows[id] == nil { rows[id] = try Entry(id: id, in: database) }
    }
    for entry in rows.values where !entry.isRemoved {
      let policy = try PolicyRecord.effective(
        manifest: Data(entry.identifier.encoded), deviceID: deviceID, in: database)
      guard let policy else { continue }
      if let number = policy.sequenceNumber, UInt64(clamping: number) != entry.sequenceNumber {
        rows[entry.id] = nil
        let version = try ManifestRecord.version(number, of: policy.manifest, in: database)
        if let id = version?.id { rows[id] = try Entry(id: id, in: database) }
      }
      if !policy.isAllowed { rows[entry.id]?.isAllowed = false }
    }
    self.init(rows.values.sorted { $0.id > $1.id })
  }
}

extension Catalogue.Entry {
  /// Loads one manifest; nil where the store is damaged.
  fileprivate init?(id: Int64, in database: Database) throws {
    guard
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT identifier, sequenceNumber, state, repairs, IFNULL(LENGTH(envelope), 0) AS size FROM manifest WHERE id = ?
          """,
        arguments: [id]),
      let identifier = ComponentIdentifier(stored: row["identifier"])
    else { return nil }
    let sequenceNumber: Int64 = row["sequenceNumber"]
    let state: String = row["state"]
    let components = try ManifestComponentRecord.all(of: id, in: database)
    self.init(
      id: id, identifier: identifier, sequenceNumber: UInt64(clamping: sequenceNumber),
      envelopeSize: row["size"], isRemoved: state == ManifestRecord.State.removed.rawValue,
      repairs: row["repairs"],
      components: components.compactMap { component in
        ComponentIdentifier(stored: component.identifier).map {
          Catalogue.Component(identifier: $0, sha256: component.sha256.map { Array($0) })
        }
      })
  }
}
