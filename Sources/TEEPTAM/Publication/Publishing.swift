import Foundation
import GRDB
import TEEPHost

extension TAMStore {
  /// Versions of manifests that the store knows at most, removed and superseded ones included.
  static let maximumManifests = 10_000
  /// Superseded versions of one manifest that the store knows at most.
  static let maximumVersions = 16

  /// Publishes an envelope and, where it is given, the payload that its manifest names.
  ///
  /// - Parameter repairs: whether it may be installed where attestation failed.
  func publish(
    envelope: Data, payload: Data?, repairs: Bool = false, now: Date
  ) async throws -> Publication {
    guard envelope.count <= AdminAPI.maximumEnvelope else {
      throw AdminError(
        .tooLarge, "the envelope has \(envelope.count) bytes; \(AdminAPI.maximumEnvelope) are allowed at most"
      )
    }
    let facts = try EnvelopeFacts(checking: Array(envelope))
    let digest = try payload.map { try Data(facts.check(payload: $0)) }
    return try await database.write { database in
      let sequenceNumber = try Self.check(facts, in: database)
      if let payload, let digest { try PayloadRecord.store(payload, sha256: digest, in: database) }
      let record = try Self.replace(
        facts, sequenceNumber: sequenceNumber, envelope: envelope,
        payload: try digest ?? Self.storedPayload(of: facts, in: database), repairs: repairs, now: now,
        in: database)
      try PayloadRecord.deleteUnused(in: database)
      try AuditRecord.note(
        .published, "\(facts.identifier)",
        "sequence-number \(sequenceNumber) sha256 \(facts.sha256.hexadecimalDigits)", at: now, in: database)
      return try Publication(record, in: database)
    }
  }

  /// Demands that a manifest goes with what is published; gives its sequence number.
  private static func check(_ facts: EnvelopeFacts, in database: Database) throws -> Int64 {
    let identifier = Data(facts.identifier.encoded)
    guard let sequenceNumber = Int64(exactly: facts.sequenceNumber) else {
      throw AdminError(
        .invalid,
        "the manifest's sequence number is \(facts.sequenceNumber); use one of at most \(Int64.max)")
    }
    if let highest = try ManifestRecord.highestSequenceNumber(of: identifier, in: database),
      sequenceNumber < highest
    {
      throw AdminError(
        .conflict,
        "the manifest \(facts.identifier) has the sequence number \(sequenceNumber), but \(highest) was published "
          + "already and devices refuse a lower one; raise it")
    }
    for component in facts.components {
      guard
        let other = try ManifestRecord.published(
          installing: Data(component.identifier.encoded), in: database),
        other.identifier != identifier
      else { continue }
      let name = ComponentIdentifier(stored: other.identifier).map { "\($0)" } ?? "another manifest"
      throw AdminError(
        .conflict,
        "the component \(component.identifier) is published with the manifest \(name); remove it there first")
    }
    guard try ManifestRecord.fetchCount(database) < maximumManifests else {
      throw AdminError(.tooLarge, "the store holds \(maximumManifests) manifests, which is all that it takes")
    }
    return sequenceNumber
  }

  /// A payload that is there already and is one of the components.
  private static func storedPayload(of facts: EnvelopeFacts, in database: Database) throws -> Data? {
    for digest in facts.components.flatMap(\.digests) {
      let key = Data(digest)
      if try PayloadRecord.exists(database, key: key) { return key }
    }
    return nil
  }

  /// Puts a manifest in place of the version that is published.
  private static func replace(
    _ facts: EnvelopeFacts, sequenceNumber: Int64, envelope: Data, payload: Data?, repairs: Bool,
    now: Date, in database: Database
  ) throws -> ManifestRecord {
    let identifier = Data(facts.identifier.encoded)
    try supersede(identifier, in: database)
    if var known = try ManifestRecord.filter(
      Column("identifier") == identifier && Column("sha256") == Data(facts.sha256)
    ).fetchOne(database) {
      known.state = .published
      known.envelope = envelope
      known.payload = payload ?? known.payload
      known.published = now
      known.repairs = repairs
      try known.update(database)
      return known
    }
    var record = ManifestRecord(
      id: nil, identifier: identifier, sequenceNumber: sequenceNumber, sha256: Data(facts.sha256),
      state: .published, published: now, envelope: envelope, payload: payload,
      repairs: repairs)
    try record.insert(database)
    for (position, component) in facts.components.enumerated() {
      try ManifestComponentRecord(
        manifestID: record.id ?? 0, position: position, identifier: Data(component.identifier.encoded),
        sha256: component.sha256.map { Data($0) }, size: component.size.flatMap(Int64.init(exactly:)),
        uri: component.uris.first
      ).insert(database)
    }
    return record
  }

  /// Whether a policy names a version, which is kept for that.
  private static let isNamed = """
    EXISTS (SELECT 1 FROM policy
      WHERE policy.manifest = manifest.identifier AND policy.sequenceNumber = manifest.sequenceNumber)
    """

  /// Makes room for a new version. The payload of the last one stays, since a device may be fetching it.
  private static func supersede(_ identifier: Data, in database: Database) throws {
    let superseded = ManifestRecord.State.superseded.rawValue
    try database.execute(
      sql: "UPDATE manifest SET payload = NULL WHERE identifier = ? AND state = ? AND NOT \(isNamed)",
      arguments: [identifier, superseded])
    try database.execute(
      sql: "UPDATE manifest SET envelope = NULL WHERE identifier = ? AND NOT \(isNamed)",
      arguments: [identifier])
    try database.execute(
      sql: "UPDATE manifest SET state = ? WHERE identifier = ? AND state <> ?",
      arguments: [superseded, identifier, superseded])
    try database.execute(
      sql: """
        DELETE FROM manifest WHERE id IN (
          SELECT id FROM manifest WHERE identifier = ? AND state = ? AND NOT \(isNamed) ORDER BY id DESC LIMIT -1 OFFSET ?)
        """,
      arguments: [identifier, superseded, maximumVersions])
  }
}
