import Foundation
import GRDB
import TEEPHost

/// A ``DevicePolicy`` as it is stored: about a manifest, and about a device or all of them.
struct PolicyRecord: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
  static let databaseTableName = "policy"
  /// Policies beyond which none is taken.
  static let maximumCount = 10_000

  var id: Int64?
  /// The encoded manifest component identifier.
  var manifest: Data
  var deviceID: Int64?
  var isAllowed: Bool
  var sequenceNumber: Int64?

  mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

  static func find(manifest: Data, deviceID: Int64?, in database: Database) throws -> PolicyRecord? {
    try filter(Column("manifest") == manifest && Column("deviceID") == deviceID).fetchOne(database)
  }

  /// The policy that counts for a device.
  static func effective(manifest: Data, deviceID: Int64, in database: Database) throws -> PolicyRecord? {
    try find(manifest: manifest, deviceID: deviceID, in: database)
      ?? find(manifest: manifest, deviceID: nil, in: database)
  }
}

extension TAMStore {
  /// Adds a policy, or puts it in place of the one about the same component and device.
  func setPolicy(_ policy: DevicePolicy, now: Date) async throws -> DevicePolicy {
    guard policy.isAllowed || policy.sequenceNumber == nil else {
      throw AdminError(
        .invalid, "a policy that does not allow a component names no version (field 'sequenceNumber')")
    }
    return try await database.write { database in
      let manifest = try Self.manifest(of: policy.component, in: database)
      let deviceID = try Self.deviceID(named: policy.device, in: database)
      if let number = policy.sequenceNumber {
        try Self.demandVersion(number, of: manifest, in: database)
      }
      var record =
        try PolicyRecord.find(manifest: manifest, deviceID: deviceID, in: database)
        ?? PolicyRecord(id: nil, manifest: manifest, deviceID: deviceID, isAllowed: true, sequenceNumber: nil)
      guard try record.id != nil || PolicyRecord.fetchCount(database) < PolicyRecord.maximumCount else {
        throw AdminError(
          .tooLarge, "there are \(PolicyRecord.maximumCount) policies, which is all that this TAM takes")
      }
      record.isAllowed = policy.isAllowed
      record.sequenceNumber = policy.sequenceNumber.flatMap(Int64.init(exactly:))
      try record.save(database)
      let stored = try DevicePolicy(record, in: database)
      try AuditRecord.note(.changed, "\(stored.component)", stored.summary, at: now, in: database)
      return stored
    }
  }

  /// Ends a policy; gives what it was.
  func removePolicy(_ removal: PolicyRemoval, now: Date) async throws -> DevicePolicy {
    try await database.write { database in
      let manifest = try Self.manifest(of: removal.component, in: database)
      let deviceID = try Self.deviceID(named: removal.device, in: database)
      guard let record = try PolicyRecord.find(manifest: manifest, deviceID: deviceID, in: database) else {
        throw AdminError(
          .notFound,
          "there is no such policy about \(removal.component); 'teep tam policies' shows those there are")
      }
      let stored = try DevicePolicy(record, in: database)
      try record.delete(database)
      try AuditRecord.note(.changed, "\(stored.component)", "no policy any longer", at: now, in: database)
      return stored
    }
  }

  /// All policies, by component.
  func policies() async throws -> [DevicePolicy] {
    try await database.read { database in
      try PolicyRecord.order(Column("manifest"), Column("deviceID")).fetchAll(database)
        .map { try DevicePolicy($0, in: database) }
    }
  }

  /// The manifest that is named, or that installs the component that is named.
  private static func manifest(of component: ComponentIdentifier, in database: Database) throws -> Data {
    let encoded = Data(component.encoded)
    if let record = try ManifestRecord.published(installing: encoded, in: database)
      ?? ManifestRecord.published(encoded, in: database)
    {
      return record.identifier
    }
    throw AdminError(
      .notFound,
      "no component \(component) (field 'component') is published; 'teep tam list' shows those that are")
  }

  private static func deviceID(named name: String?, in database: Database) throws -> Int64? {
    guard let name else { return nil }
    guard let device = try DeviceRecord.find(name: name, in: database) else {
      throw AdminError(
        .notFound, "no device '\(name)' (field 'device') is enrolled; 'teep tam devices' shows those that are"
      )
    }
    return device.id
  }

  private static func demandVersion(_ number: UInt64, of manifest: Data, in database: Database) throws {
    let version = try ManifestRecord.version(Int64(exactly: number) ?? -1, of: manifest, in: database)
    guard version == nil else { return }
    throw AdminError(
      .notFound,
      "the version with sequence number \(number) (field 'sequenceNumber') is not kept; "
        + "set the policy while that version is the published one")
  }
}

extension ManifestRecord {
  /// The version of a manifest with a sequence number, where it can still be installed.
  static func version(_ sequenceNumber: Int64, of identifier: Data, in database: Database) throws
    -> ManifestRecord?
  {
    try filter(Column("identifier") == identifier && Column("sequenceNumber") == sequenceNumber)
      .filter(Column("envelope") != nil && Column("state") != State.removed.rawValue)
      .order(Column("id").desc).fetchOne(database)
  }
}

extension DevicePolicy {
  fileprivate init(_ record: PolicyRecord, in database: Database) throws {
    let device = try record.deviceID.flatMap { try DeviceRecord.fetchOne(database, key: $0) }
    try self.init(
      component: ComponentIdentifier(decoding: Array(record.manifest).span), device: device?.name,
      isAllowed: record.isAllowed, sequenceNumber: record.sequenceNumber.map { UInt64(clamping: $0) })
  }

  fileprivate var summary: String {
    "policy for \(device ?? "all devices"): "
      + (isAllowed ? sequenceNumber.map { "version \($0)" } ?? "newest version" : "not allowed")
  }
}
