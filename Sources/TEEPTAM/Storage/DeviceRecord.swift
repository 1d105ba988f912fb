import Foundation
import GRDB
import TEEPCodec
import TEEPHost

/// An enrolled device.
struct DeviceRecord: Codable, Equatable, Sendable, FetchableRecord, MutablePersistableRecord {
  static let databaseTableName = "device"

  var id: Int64?
  var name: String
  /// The thumbprint of the key, which is the `kid` of the device's messages.
  var keyIdentifier: Data
  var keyType: String
  var publicKey: Data
  var enrolled: Date
  var lastSeen: Date?
  var failureCode: Int64?
  var failureMessage: String?
  var failureTime: Date?
  /// The dialect of the last message that showed its own.
  var dialect: Dialect?
  /// The key that the device's evidence is signed with, in PEM.
  var attestationKey: String?
  var ueid: Data?
  /// When its attestation was judged last.
  var attestationTime: Date?
  /// Until when it need not attest itself again within its sessions.
  var attestedUntil: Date?
  /// Why its last attestation failed.
  var attestationProblem: String?
  /// Which of the TAM's chains of certificates it takes, by its number; nil for the first one.
  var certificates: Int?

  init(name: String, key: VerificationKey, enrolled: Date) {
    self.name = name
    keyIdentifier = Data(key.thumbprint)
    keyType = key.type.rawValue
    publicKey = Data(key.rawRepresentation)
    self.enrolled = enrolled
  }

  mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

  /// The key that the device signs with; nil where the store is damaged.
  var key: VerificationKey? {
    guard let type = KeyType(rawValue: keyType) else { return nil }
    return try? VerificationKey(type: type, rawRepresentation: Array(publicKey))
  }

  static func find(keyIdentifier: [UInt8], in database: Database) throws -> DeviceRecord? {
    try filter(Column("keyIdentifier") == Data(keyIdentifier)).fetchOne(database)
  }

  static func find(name: String, in database: Database) throws -> DeviceRecord? {
    try filter(Column("name") == name).fetchOne(database)
  }
}

extension DeviceRecord {
  /// Notes the dialect that the device speaks.
  mutating func speaks(_ dialect: Dialect, in database: Database) throws {
    self.dialect = dialect
    try database.execute(
      sql: "UPDATE device SET dialect = ? WHERE id = ?", arguments: [dialect.rawValue, id])
  }

  /// Notes that the device has sent an acceptable message.
  func seen(at time: Date, in database: Database) throws {
    try database.execute(
      sql: "UPDATE device SET lastSeen = ? WHERE id = ?", arguments: [time, id])
  }

  /// Notes that the device has done what an Update says.
  func succeeded(at time: Date, in database: Database) throws {
    try database.execute(
      sql: """
        UPDATE device SET lastSeen = ?, failureCode = NULL, failureMessage = NULL, failureTime = NULL WHERE id = ?
        """,
      arguments: [time, id])
  }

  /// Notes what is thought of the device: trusted until a time, or not trusted for a reason.
  mutating func attested(
    at time: Date, until end: Date?, problem: String?, in database: Database
  ) throws {
    attestationTime = time
    attestedUntil = end
    attestationProblem = problem
    try database.execute(
      sql: "UPDATE device SET attestationTime = ?, attestedUntil = ?, attestationProblem = ? WHERE id = ?",
      arguments: [time, end, problem, id])
  }

  /// Notes the certificates that it takes, so that it no longer complains of any.
  func taking(_ certificates: Int?, in database: Database) throws -> DeviceRecord {
    var device = self
    device.certificates = certificates
    try database.execute(
      sql: "UPDATE device SET certificates = ? WHERE id = ?", arguments: [certificates, id])
    try database.execute(
      sql: """
        UPDATE device SET failureCode = NULL, failureMessage = NULL, failureTime = NULL
        WHERE id = ? AND failureCode IN (?, ?)
        """,
      arguments: [id] + Self.certificateErrors)
    return device
  }

  /// Notes that it takes none of the certificates. Nothing else is noted: whoever saw this Error can send it again.
  func refusesCertificates(_ failure: AgentFailure, at time: Date, in database: Database) throws {
    try database.execute(
      sql: "UPDATE device SET failureCode = ?, failureMessage = ?, failureTime = ? WHERE id = ?",
      arguments: [Int64(clamping: failure.code.rawValue), failure.message, time, id])
  }

  private static let certificateErrors = StatementArguments(
    [TEEPErrorCode.badCertificate, .certificateExpired].map { Int64(clamping: $0.rawValue) })

  /// Notes an Error.
  func failed(_ failure: AgentFailure, at time: Date, in database: Database) throws {
    try database.execute(
      sql: """
        UPDATE device SET lastSeen = ?, failureCode = ?, failureMessage = ?, failureTime = ? WHERE id = ?
        """,
      arguments: [time, Int64(clamping: failure.code.rawValue), failure.message, time, id])
  }
}
