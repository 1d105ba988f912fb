import GRDB
import TEEPTestSupport
import Testing

@testable import TEEPTAM

@Suite struct StoreFileTests {
  @Test("A file that is no SQLite file is named, and left as it is")
  func noDatabase() throws {
    let folder = try TemporaryFolder()
    let content = [UInt8](repeating: 0x41, count: 4096)
    let path = try folder.write(content, to: "store")
    let error = #expect(throws: TAMStoreError.self) { try TAMStore(path: path) }
    #expect(error?.description.hasPrefix(path + ": ") == true)
    #expect(try folder.read("store") == content)
  }

  @Test("A folder that is not there is named")
  func noFolder() throws {
    let path = try TemporaryFolder().path("a/b")
    #expect(throws: TAMStoreError.self) { try TAMStore(path: path) }
  }

  @Test("A store that a newer version wrote is refused")
  func newer() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store")
    try TAMStore(path: path).close()
    try DatabaseQueue(path: path).write { database in
      try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('of a later version')")
    }
    let error = #expect(throws: TAMStoreError.self) { try TAMStore(path: path) }
    #expect(error?.description.contains("newer") == true)
  }

  @Test("The store writes ahead and keeps references whole")
  func pragmas() throws {
    let folder = try TemporaryFolder()
    let store = try TAMStore(path: folder.path("store"))
    let (mode, keys) = try store.database.read { database in
      try (
        String.fetchOne(database, sql: "PRAGMA journal_mode"),
        Int.fetchOne(database, sql: "PRAGMA foreign_keys")
      )
    }
    #expect(mode == "wal")
    #expect(keys == 1)
  }
}
