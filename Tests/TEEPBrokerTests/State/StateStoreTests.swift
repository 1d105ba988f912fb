import Foundation
import GRDB
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What is asked for, as it is remembered.
@Suite struct StateStoreTests {
  private let request = RequestKey.of("hello", .request)
  private let release = RequestKey.of("hello", .release)

  @Test("what was asked for is there when the file is opened again, even where it was never closed")
  func survives() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(path: folder.path("state"))
    #expect(try await store.accept(request, by: 1000) == .proceed)
    #expect(try await store.accept(.of("other", .request), by: 1001) == .proceed)
    try await store.settle(.of("other", .request))
    // As a crash leaves them: the file and the log beside it, while the store is still open.
    for name in ["state", "state-wal"] {
      try FileManager.default.copyItem(atPath: folder.path(name), toPath: folder.path("after-" + name))
    }
    let reopened = try StateStore(path: folder.path("after-state"))
    #expect(try await reopened.pending(on: "device") == [request])
    let requests = try await reopened.requests(of: "device")
    #expect(requests.map(\.record.component) == ["hello", "other"])
    #expect(requests.map(\.record.progress) == [.pending, .fulfilled])
    #expect(requests.map(\.users) == [[1000], [1001]])
  }

  @Test("the file is kept with a write-ahead log that is flushed at each change")
  func durability() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(path: folder.path("state"))
    #expect(try await store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    // 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
    #expect(try await store.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
  }

  @Test("who asks twice asks once, and each user counts")
  func users() async throws {
    let store = try StateStore(path: nil)
    for user: UInt32 in [7, 7, 9] { #expect(try await store.accept(request, by: user) == .proceed) }
    #expect(try await store.requests(of: "device").map(\.users) == [[7, 9]])
    #expect(try await store.pending(on: "device") == [request])
    #expect(try await store.pending(on: "another").isEmpty)
  }

  @Test("a component is released with its last user")
  func release() async throws {
    let store = try StateStore(path: nil)
    for user: UInt32 in [1, 2, 3] { _ = try await store.accept(request, by: user) }
    try await store.settle(request)
    #expect(try await store.accept(release, by: 1) == .neededByOthers(2))
    // A user who never asked takes nothing from those who did.
    #expect(try await store.accept(release, by: 8) == .neededByOthers(2))
    #expect(try await store.accept(release, by: 2) == .neededByOthers(1))
    #expect(try await store.pending(on: "device").isEmpty)
    #expect(try await store.accept(release, by: 3) == .proceed)
    #expect(try await store.pending(on: "device") == [release])
    try await store.settle(release)
    #expect(try await store.requests(of: "device").isEmpty)
  }

  @Test("the end of what was asked for first does not count for what was asked for since")
  func lastWord() async throws {
    let store = try StateStore(path: nil)
    _ = try await store.accept(request, by: 1)
    _ = try await store.accept(release, by: 1)
    try await store.settle(request)
    try await store.settle(request, failure: "no")
    #expect(try await store.pending(on: "device") == [release])
  }

  @Test("a failure is remembered with its reason, and is over when it is asked for again")
  func failure() async throws {
    let store = try StateStore(path: nil)
    _ = try await store.accept(request, by: 1)
    try await store.settle(request, failure: "no TAM has it")
    var record = try await store.requests(of: "device").first?.record
    #expect(record?.progress == .failed)
    #expect(record?.failure == "no TAM has it")
    #expect(try await store.pending(on: "device").isEmpty)
    _ = try await store.accept(request, by: 1)
    record = try await store.requests(of: "device").first?.record
    #expect(record?.progress == .pending)
    #expect(record?.failure == nil)
  }

  @Test("where the store is full the oldest failure gives way, and where there is none no more is accepted")
  func bound() async throws {
    let store = try StateStore(path: nil)
    let time = Date(timeIntervalSince1970: 0)
    for number in 0..<StateStore.maximumRequests {
      let key = RequestKey.of("c\(number)", .request)
      _ = try await store.accept(key, by: 1, at: time + Double(number))
      if [5, 6].contains(number) { try await store.settle(key, failure: "no", at: time + Double(number)) }
    }
    #expect(try await store.accept(.of("new", .request), by: 1) == .proceed)
    var left = try await store.requests(of: "device").map(\.record.component)
    #expect(!left.contains("c5") && left.contains("c6"))
    #expect(try await store.accept(.of("newer", .request), by: 1) == .proceed)
    await #expect(throws: RequestRefusal.tooMany) { try await store.accept(.of("newest", .request), by: 1) }
    left = try await store.requests(of: "device").map(\.record.component)
    #expect(left.count == StateStore.maximumRequests)
    // What is known already needs no more room.
    #expect(try await store.accept(.of("new", .request), by: 1) == .proceed)
  }

  @Test("more users of one component than there is room for are refused, and nothing changes")
  func userBound() async throws {
    let store = try StateStore(path: nil)
    for user in 1...UInt32(StateStore.maximumUsers) { _ = try await store.accept(request, by: user) }
    await #expect(throws: RequestRefusal.tooManyUsers(request.component)) {
      try await store.accept(request, by: 1000)
    }
    #expect(try await store.requests(of: "device").first?.users.count == StateStore.maximumUsers)
  }
}

extension RequestKey {
  /// What can be asked about a component of one segment on the device "device".
  static func of(_ component: String, _ action: RequestRecord.Action) -> RequestKey {
    RequestKey(
      device: "device", component: ComponentIdentifier(segments: [Array(component.utf8)]), action: action)
  }
}
