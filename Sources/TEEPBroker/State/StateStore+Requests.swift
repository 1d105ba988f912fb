import Foundation
import GRDB
import TEEPHost

extension StateStore {
  /// What is to be done about what an application asked for.
  enum Decision: Equatable, Sendable {
    /// The agent is to be asked.
    case proceed
    /// A component is released that this many other users still ask for; it stays.
    case neededByOthers(Int)
  }

  /// Notes what `user` asks for, for as long as it is not done.
  ///
  /// - Throws: ``StateStoreError``, or ``RequestRefusal`` where more is asked for than the store has room for.
  func accept(_ key: RequestKey, by user: UInt32, at now: Date = Date()) async throws -> Decision {
    try await change { database in
      let spelling = key.component.description
      let users = RequestUser.filter(Column("device") == key.device && Column("component") == spelling)
      var record = RequestRecord(
        device: key.device, component: spelling, action: key.action, progress: .pending, changed: now)
      switch key.action {
      case .request:
        try Self.makeRoom(for: record, in: database)
        try record.save(database)
        let user = RequestUser(device: key.device, component: spelling, user: user, since: now)
        try user.insert(database, onConflict: .ignore)
        guard try users.fetchCount(database) <= Self.maximumUsers else {
          throw RequestRefusal.tooManyUsers(key.component)
        }
      case .release:
        try users.filter(Column("user") == user).deleteAll(database)
        let others = try users.fetchCount(database)
        if others > 0 { return .neededByOthers(others) }
        try Self.makeRoom(for: record, in: database)
        record.failure = nil
        try record.save(database)
      }
      return .proceed
    }
  }

  /// Notes that what was asked for was done, or why it was not. Without effect where something else was asked for
  /// meanwhile.
  func settle(_ key: RequestKey, failure: String? = nil, at now: Date = Date()) async throws {
    try await change { database in
      let id: [String: any DatabaseValueConvertible] = [
        "device": key.device, "component": key.component.description,
      ]
      guard var record = try RequestRecord.fetchOne(database, key: id), record.action == key.action else {
        return
      }
      if failure == nil, key.action == .release {
        try record.delete(database)
        return
      }
      record.progress = failure == nil ? .fulfilled : .failed
      record.failure = failure
      record.changed = now
      try record.update(database)
    }
  }

  /// What was accepted for a device and not yet answered, in the order in which it was asked for.
  func pending(on device: String) async throws -> [RequestKey] {
    try await read { database in
      let pending = RequestRecord.Progress.pending.rawValue
      return try RequestRecord.filter(Column("device") == device && Column("progress") == pending)
        .order(Column("changed")).fetchAll(database).compactMap(\.key)
    }
  }

  /// All that is asked for on a device, with the users who ask.
  func requests(of device: String) async throws -> [(record: RequestRecord, users: [UInt32])] {
    try await read { database in
      let users = try RequestUser.filter(Column("device") == device).order(Column("user")).fetchAll(database)
      let usersOfComponent = Dictionary(grouping: users, by: \.component)
      return try RequestRecord.filter(Column("device") == device).order(Column("component")).fetchAll(
        database
      )
      .map { record in (record, usersOfComponent[record.component, default: []].map(\.user)) }
    }
  }

  /// Lets the oldest failure give way where the store is full.
  private static func makeRoom(for record: RequestRecord, in database: Database) throws {
    guard try !record.exists(database), try RequestRecord.fetchCount(database) >= maximumRequests else {
      return
    }
    let failures = RequestRecord.filter(Column("progress") == RequestRecord.Progress.failed.rawValue)
    guard let oldest = try failures.order(Column("changed")).fetchOne(database) else {
      throw RequestRefusal.tooMany
    }
    try oldest.delete(database)
  }
}

/// Why something that makes sense is not accepted, as one sentence.
enum RequestRefusal: Error, Equatable, CustomStringConvertible {
  case tooMany
  case tooManyUsers(ComponentIdentifier)
  case tooManyUnderWay

  var description: String {
    switch self {
    case .tooMany:
      "the broker remembers \(StateStore.maximumRequests) requests and no more; release what is not needed"
    case .tooManyUsers(let component):
      "\(StateStore.maximumUsers) users ask for \(component) already, and no more are remembered"
    case .tooManyUnderWay:
      "\(RequestService.maximumUnderWay) requests are under way already; try again later"
    }
  }
}
