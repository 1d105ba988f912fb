import Foundation
import GRDB
import TEEPHost

extension TAMStore {
  /// All that is published, by manifest component identifier.
  func publications() async throws -> [Publication] {
    try await database.read { database in
      try ManifestRecord.filter(Column("state") == ManifestRecord.State.published).order(Column("identifier"))
        .fetchAll(database).map { try Publication($0, in: database) }
    }
  }

  /// Takes back what installs a component; gives what was published.
  func remove(_ component: ComponentIdentifier, now: Date) async throws -> Publication {
    let encoded = Data(component.encoded)
    return try await database.write { database in
      guard
        var record = try ManifestRecord.published(installing: encoded, in: database)
          ?? ManifestRecord.published(encoded, in: database)
      else {
        throw AdminError(
          .notFound, "no component \(component) is published; 'teep tam list' shows those that are")
      }
      let publication = try Publication(record, in: database)
      record.state = .removed
      record.envelope = nil
      record.payload = nil
      try record.update(database)
      try PayloadRecord.deleteUnused(in: database)
      try AuditRecord.note(
        .removed, "\(publication.manifest)", "sequence-number \(publication.sequenceNumber)", at: now,
        in: database)
      return publication
    }
  }
}

extension Publication {
  /// What the admin API says of a manifest.
  init(_ record: ManifestRecord, in database: Database) throws {
    let components = try ManifestComponentRecord.all(of: record.id ?? 0, in: database)
    let payload = try record.payload.flatMap { try PayloadRecord.fetchOne(database, key: $0) }
    try self.init(
      manifest: Self.identifier(record.identifier), sequenceNumber: UInt64(clamping: record.sequenceNumber),
      sha256: record.sha256.hexadecimalDigits, envelopeSize: record.envelope?.count ?? 0,
      published: record.published,
      components: components.map { component in
        try PublishedComponent(
          identifier: Self.identifier(component.identifier), sha256: component.sha256?.hexadecimalDigits,
          size: component.size.map { UInt64(clamping: $0) }, uri: component.uri)
      },
      payload: payload.map { PublishedPayload(sha256: $0.sha256.hexadecimalDigits, size: $0.size) })
  }

  private static func identifier(_ stored: Data) throws -> ComponentIdentifier {
    try ComponentIdentifier(decoding: Array(stored).span)
  }
}
