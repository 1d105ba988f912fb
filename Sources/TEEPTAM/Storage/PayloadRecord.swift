import Foundation
import GRDB

/// A payload that the TAM serves, in pieces, so that it is never in memory as a whole.
struct PayloadRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "payload"
  /// Bytes of each piece but the last.
  static let pieceSize = 1 << 16

  var sha256: Data
  var size: Int

  /// Stores a payload, unless it is there.
  static func store(_ bytes: Data, sha256: Data, in database: Database) throws {
    guard try !exists(database, key: sha256) else { return }
    try PayloadRecord(sha256: sha256, size: bytes.count).insert(database)
    var position = 0
    for start in stride(from: 0, to: bytes.count, by: pieceSize) {
      let piece = bytes.dropFirst(start).prefix(pieceSize)
      try PayloadPieceRecord(sha256: sha256, position: position, bytes: Data(piece)).insert(database)
      position += 1
    }
  }

  /// Deletes the payloads that no manifest refers to.
  static func deleteUnused(in database: Database) throws {
    try database.execute(
      sql: """
        DELETE FROM payload
        WHERE sha256 NOT IN (SELECT payload FROM manifest WHERE payload IS NOT NULL)
        """)
  }
}

/// Part of a payload.
struct PayloadPieceRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "payloadPiece"

  var sha256: Data
  var position: Int
  var bytes: Data
}

extension TAMStore {
  /// Bytes of the payload with this digest; nil where there is none.
  func payloadSize(sha256: [UInt8]) async throws -> Int? {
    try await database.read { database in
      try PayloadRecord.fetchOne(database, key: Data(sha256))?.size
    }
  }

  /// One piece of a payload; nil behind the last one.
  func payloadPiece(sha256: [UInt8], position: Int) async throws -> Data? {
    try await database.read { database in
      try Data.fetchOne(
        database, sql: "SELECT bytes FROM payloadPiece WHERE sha256 = ? AND position = ?",
        arguments: [Data(sha256), position])
    }
  }
}
