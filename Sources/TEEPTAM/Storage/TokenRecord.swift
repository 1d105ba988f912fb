import Foundation
import GRDB

/// A token or challenge that was issued and waits for its one answer (draft-ietf-teep-protocol-26, section 4.2).
struct TokenRecord: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
  static let databaseTableName = "token"

  enum Kind: String, Codable, Sendable {
    /// The token of a QueryRequest.
    case queryRequest
    /// The challenge of a QueryRequest that asks for evidence, which has no token.
    case challenge
    /// The token of an Update.
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

  var id: Int64?
  var value: Data
  var kind: Kind
  /// Whom the token was issued to; nil for the QueryRequest that opens a session, whose receiver is not known.
  var deviceID: Int64?
  var expires: Date
  var update: SentUpdate?
  /// What the QueryRequest offers; absent of an Update, and where an older TAM sent it.
  var offer: Offer?

  mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

  /// Stores a new token, and forgets those that have expired. Where more than ``TAMLimits/tokensOfDevice`` of the same
  /// device, or ``TAMLimits/tokensOfUnknown`` of no known device would wait, the oldest of them give way.
  mutating func issue(within limits: TAMLimits, now: Date, in database: Database) throws {
    try Self.filter(Column("expires") <= now).deleteAll(database)
    try insert(database)
    guard let deviceID else {
      // By their numbers, which cost nothing to find however many there are.
      let last = (id ?? 0) - Int64(limits.tokensOfUnknown)
      try Self.filter(Column("deviceID") == nil && Column("id") <= last).deleteAll(database)
      return
    }
    try Self.filter(Column("deviceID") == deviceID).order(Column("id").desc)
      .limit(-1, offset: limits.tokensOfDevice).deleteAll(database)
  }

  /// Takes the tokens of a device's Updates out of the store; gives what those Updates do, the first one first.
  static func withdrawUpdates(of deviceID: Int64, in database: Database) throws -> [SentUpdate] {
    let records = filter(Column("deviceID") == deviceID && Column("kind") == Kind.update.rawValue)
    let updates = try records.order(Column("id")).fetchAll(database).compactMap(\.update)
    try records.deleteAll(database)
    return updates
  }

  /// What the last QueryRequest to a device offers that waits for its answer, and when that waiting ends.
  static func lastOffer(
    to deviceID: Int64, now: Date, in database: Database
  ) throws -> (offer: Offer, expires: Date)? {
    let record = try filter(Column("deviceID") == deviceID && Column("expires") > now)
      .filter(Column("kind") != Kind.update.rawValue).order(Column("id").desc).fetchOne(database)
    guard let record, let offer = record.offer else { return nil }
    return (offer, record.expires)
  }

  /// Takes the last challenge to a device out of the store: it is used. Nil where none waits for its answer.
  static func useLastChallenge(
    to deviceID: Int64, now: Date, in database: Database
  ) throws -> TokenRecord? {
    let record = try filter(Column("deviceID") == deviceID && Column("expires") > now)
      .filter(Column("kind") == Kind.challenge.rawValue).order(Column("id").desc).fetchOne(database)
    try record?.delete(database)
    return record
  }

  /// Takes a token out of the store: it is used. Nil where there is none, it has expired, it is of another kind, or it
  /// was issued to another device; then it stays as it is.
  static func use(
    _ value: [UInt8], kinds: [Kind], deviceID: Int64, now: Date, in database: Database
  ) throws -> TokenRecord? {
    guard let record = try fetchOne(database, key: ["value": Data(value)]), record.expires > now,
      kinds.contains(record.kind), record.deviceID == nil || record.deviceID == deviceID
    else { return nil }
    try record.delete(database)
    return record
  }
}
