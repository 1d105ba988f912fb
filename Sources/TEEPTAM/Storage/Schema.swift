import GRDB

/// The tables of the store. Each migration is run once and never changed; later ones are appended.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("devices, manifests, payloads and tokens") { database in
      try createDevices(database)
      try createManifests(database)
      try createTokens(database)
    }
    migrator.registerMigration("dialects and offers") { database in
      try database.alter(table: "device") { table in table.add(column: "dialect", .text) }
      // What the QueryRequest with this token or challenge offers, as JSON.
      try database.alter(table: "token") { table in table.add(column: "offer", .text) }
    }
    migrator.registerMigration("attestation and audit") { database in
      try database.alter(table: "device") { table in
        // The key that evidence is signed with, in PEM.
        table.add(column: "attestationKey", .text)
        table.add(column: "ueid", .blob)
        table.add(column: "attestationTime", .datetime)
        table.add(column: "attestedUntil", .datetime)
        table.add(column: "attestationProblem", .text)
      }
      try database.alter(table: "manifest") { table in
        // Whether it may be installed where attestation failed.
        table.add(column: "repairs", .boolean).notNull().defaults(to: false)
      }
      try database.create(table: "audit") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("time", .datetime).notNull()
        table.column("action", .text).notNull()
        table.column("subject", .text).notNull()
        table.column("detail", .text).notNull()
      }
    }
    migrator.registerMigration("policies") { database in
      try database.create(table: "policy") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("manifest", .blob).notNull()
        table.column("deviceID", .integer).references("device", onDelete: .cascade)
        table.column("isAllowed", .boolean).notNull()
        table.column("sequenceNumber", .integer)
        table.uniqueKey(["manifest", "deviceID"])
      }
    }
    migrator.registerMigration("certificates") { database in
      try database.alter(table: "device") { table in table.add(column: "certificates", .integer) }
    }
    return migrator
  }

  private static func createDevices(_ database: Database) throws {
    try database.create(table: "device") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("name", .text).notNull().unique()
      table.column("keyIdentifier", .blob).notNull().unique()
      table.column("keyType", .text).notNull()
      table.column("publicKey", .blob).notNull()
      table.column("enrolled", .datetime).notNull()
      table.column("lastSeen", .datetime)
      table.column("failureCode", .integer)
      table.column("failureMessage", .text)
      table.column("failureTime", .datetime)
    }
    try database.create(table: "installedComponent", options: .withoutRowID) { table in
      table.column("deviceID", .integer).notNull().references("device", onDelete: .cascade)
      table.column("identifier", .blob).notNull()
      table.column("sha256", .blob)
      table.column("size", .integer)
      table.column("sequenceNumber", .integer)
      table.primaryKey(["deviceID", "identifier"])
    }
    // Manifests whose change a device could not make, until it succeeds or is no longer due.
    try database.create(table: "failedChange", options: .withoutRowID) { table in
      table.column("deviceID", .integer).notNull().references("device", onDelete: .cascade)
      table.column("identifier", .blob).notNull()
      table.column("time", .datetime).notNull()
      table.primaryKey(["deviceID", "identifier"])
    }
  }

  private static func createManifests(_ database: Database) throws {
    try database.create(table: "payload") { table in
      table.primaryKey("sha256", .blob)
      table.column("size", .integer).notNull()
    }
    try database.create(table: "payloadPiece") { table in
      table.column("sha256", .blob).notNull().references("payload", onDelete: .cascade)
      table.column("position", .integer).notNull()
      table.column("bytes", .blob).notNull()
      table.primaryKey(["sha256", "position"])
    }
    try database.create(table: "manifest") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("identifier", .blob).notNull()
      table.column("sequenceNumber", .integer).notNull()
      table.column("sha256", .blob).notNull()
      table.column("state", .text).notNull()
      table.column("published", .datetime).notNull()
      // Absent once nothing needs it any longer.
      table.column("envelope", .blob)
      table.column("payload", .blob).indexed().references("payload")
      table.uniqueKey(["identifier", "sha256"])
    }
    // At most one version of a manifest is published.
    try database.create(
      index: "publishedManifest", on: "manifest", columns: ["identifier"], options: .unique,
      condition: Column("state") == ManifestRecord.State.published.rawValue)
    try database.create(table: "manifestComponent", options: .withoutRowID) { table in
      table.column("manifestID", .integer).notNull().references("manifest", onDelete: .cascade)
      table.column("position", .integer).notNull()
      table.column("identifier", .blob).notNull().indexed()
      table.column("sha256", .blob)
      table.column("size", .integer)
      table.column("uri", .text)
      table.primaryKey(["manifestID", "position"])
    }
  }

  private static func createTokens(_ database: Database) throws {
    try database.create(table: "token") { table in
      // In the order of issue.
      table.autoIncrementedPrimaryKey("id")
      table.column("value", .blob).notNull().unique()
      table.column("kind", .text).notNull()
      table.column("deviceID", .integer).references("device", onDelete: .cascade)
      table.column("expires", .datetime).notNull().indexed()
      // What the Update with this token does, as JSON.
      table.column("update", .text)
    }
    try database.create(index: "tokenOfDevice", on: "token", columns: ["deviceID", "id"])
  }
}
