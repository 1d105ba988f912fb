import Foundation
import GRDB
import TEEPHost

/// Something that an operator did. It is written in the transaction of what was done.
struct AuditRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "audit"
  /// Entries beyond which the oldest ones give way.
  static let maximumCount: Int64 = 100_000
  /// Entries that are given at one time.
  static let maximumAnswer = 1000

  var id: Int64?
  var time: Date
  var action: String
  var subject: String
  var detail: String

  static func note(
    _ action: AuditEntry.Action, _ subject: String, _ detail: String, at time: Date, in database: Database
  ) throws {
    try AuditRecord(id: nil, time: time, action: action.rawValue, subject: subject, detail: detail)
      .insert(database)
    try filter(Column("id") <= database.lastInsertedRowID - maximumCount).deleteAll(database)
  }
}

extension TAMStore {
  /// What operators did, the last first; at most ``AuditRecord/maximumAnswer`` entries.
  func audit() async throws -> [AuditEntry] {
    try await database.read { database in
      try AuditRecord.order(Column("id").desc).limit(AuditRecord.maximumAnswer).fetchAll(database)
        .compactMap { record in
          AuditEntry.Action(rawValue: record.action).map {
            AuditEntry(time: record.time, action: $0, subject: record.subject, detail: record.detail)
          }
        }
    }
  }
}
