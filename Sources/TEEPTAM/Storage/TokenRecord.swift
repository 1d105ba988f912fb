import Foundation
import GRDB

/// A token that was issued and waits for its one answer (draft-ietf-teep-protocol-26, section 4.1.1).
struct TokenRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "token"

  enum Kind: String, Codable, Sendable {
    case queryRequest
    case update
  }

  /// What an Update does, for the time when it is answered.
  struct SentUpdate: Codable, Equatable, Sendable {
    /// Encoded manifest component identifiers of the manifests to be removed.
    var removed: [Data]
    /// The manifests to be processed.
    var manifests: [Int64]
    /// Whether more has to follow.
    var isPartial: Bool
  }

  var value: Data
  var kind: Kind
  /// Whom the token was issued to; nil for a QueryRequest, whose receiver is not known.
  var deviceID: Int64?
  var issued: Date
  var expires: Date
  var update: SentUpdate?

  /// Stores a new token. Where `limit` tokens of the same device, or of no known device, wait already, the oldest of
  /// them expire.
  func issue(limit: Int, in database: Database) throws {
    try Self.filter(Column("expires") <= issued).deleteAll(database)
    // IS also compares with the NULL of an unknown device.
    try database.execute(
      sql: """
        DELETE FROM token WHERE value IN (
          SELECT value FROM token WHERE deviceID IS ? ORDER BY issued DESC, value LIMIT -1 OFFSET ?)
        """,
      arguments: [deviceID, max(0, limit - 1)])
    try insert(database)
  }

  /// Takes a token out of the store: it is used. Nil where there is none, it has expired, it is of another kind, or it
  /// was issued to another device; then it stays as it is.
  static func use(
    _ value: [UInt8], kinds: [Kind], deviceID: Int64, now: Date, in database: Database
  ) throws -> TokenRecord? {
    guard let record = try fetchOne(database, key: Data(value)), record.expires > now,
      kinds.contains(record.kind), record.deviceID == nil || record.deviceID == deviceID
    else { return nil }
    try record.delete(database)
    return record
  }
}
