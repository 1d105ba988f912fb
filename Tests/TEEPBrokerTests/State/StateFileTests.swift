import Foundation
import GRDB
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Files and disks that the state cannot be kept in.
@Suite struct StateFileTests {
  private let request = RequestKey.of("hello", .request)

  @Test("a disk that is full is said so, nothing is half done, and all goes on when there is room")
  func diskFull() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("state")
    let store = try StateStore(path: path)
    _ = try await store.accept(request, by: 1)
    // SQLite says of a file that may not grow what it says of a disk that is full.
    try await store.limitPages()
    let failure = await #expect(throws: StateStoreError.self) {
      for number in 0..<1000 { _ = try await store.accept(.of("c\(number)", .request), by: 1) }
    }
    #expect(
      failure?.description
        == "\(path): the disk is full, so nothing can be asked for; free some of it and ask again")
    let accepted = try await store.pending(on: "device")
    #expect(accepted.first == request)
    #expect(try await store.requests(of: "device").allSatisfy { $0.users == [1] })
    try await store.change { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
    #expect(try await store.accept(.of("again", .request), by: 1) == .proceed)
    #expect(try await store.pending(on: "device").count == accepted.count + 1)
  }

  @Test("a file that is none of SQLite's is left alone and said to be none")
  func noDatabase() throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](repeating: 0x41, count: 4096)
    let path = try folder.write(bytes, to: "state")
    let failure = #expect(throws: StateStoreError.self) { try StateStore(path: path) }
    #expect(
      failure?.description
        == "\(path): is no SQLite file, or a damaged one; move it away and start the broker again")
    #expect(try folder.read("state") == bytes)
  }

  @Test("a folder that is not there is said to be the trouble")
  func noFolder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("none/state")
    let failure = #expect(throws: StateStoreError.self) { try StateStore(path: path) }
    #expect(failure?.description.hasPrefix("\(path): cannot be opened (") == true)
    #expect(failure?.description.hasSuffix("; check the folder and its owner") == true)
  }

  @Test("a file of a later version is left alone")
  func newer() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("state")
    try StateStore(path: path).close()
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('something new')")
    }
    try queue.close()
    #expect(throws: StateStoreError(path: path, problem: .newer)) { try StateStore(path: path) }
  }
}

extension StateStore {
  /// Lets the file grow no more.
  func limitPages() async throws {
    try await change { database in
      let count = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(count)")
    }
  }
}
