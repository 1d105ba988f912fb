import GRDB

/// The tables of the broker's state. Each migration is run once and never changed; later ones are appended.
enum StateSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("requests and their users") { database in
      try database.create(table: "request", options: .withoutRowID) { table in
        table.column("device", .text).notNull()
        table.column("component", .text).notNull()
        table.column("action", .text).notNull()
        table.column("progress", .text).notNull()
        // Why it failed, where it did.
        table.column("failure", .text)
        table.column("changed", .datetime).notNull().indexed()
        table.primaryKey(["device", "component"])
      }
      try database.create(table: "requestUser", options: .withoutRowID) { table in
        table.column("device", .text).notNull()
        table.column("component", .text).notNull()
        table.column("user", .integer).notNull()
        table.column("since", .datetime).notNull()
        table.primaryKey(["device", "component", "user"])
        table.foreignKey(
          ["device", "component"], references: "request", columns: ["device", "component"], onDelete: .cascade
        )
      }
    }
    migrator.registerMigration("room on the disk") { database in
      // Filled and emptied to see whether anything can be written; see StateStore.check().
      try database.create(table: "room") { table in table.column("bytes", .blob).notNull() }
    }
    return migrator
  }
}
