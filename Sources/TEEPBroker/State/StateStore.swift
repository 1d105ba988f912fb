import Foundation
import GRDB

/// The broker's SQLite file: what applications ask for, and who asks.
///
/// A change is on the disk before it is answered (write-ahead log, `synchronous=FULL`), so neither a crash nor a power
/// failure loses what an application was told to be asked for. All of it is bounded.
public struct StateStore: Sendable {
  /// Components that are asked for, or were and could not be had, on all devices together.
  static let maximumRequests = 4096
  /// Users who ask for the same component.
  static let maximumUsers = 64

  /// Bytes that have to be left for the state to be of use.
  private static let roomForRequests = 1 << 16

  private let lastFailure = Current<StateStoreError?>(nil)
  /// What errors begin with.
  private let path: String
  let database: DatabaseQueue
  private let onFailure: @Sendable (StateStoreError) -> Void

  /// Opens the file at `path`, and makes it where there is none.
  ///
  /// - Parameters:
  ///   - path: nil for a store that is gone with the process.
  ///   - onFailure: called for each access that fails.
  public init(path: String?, onFailure: @escaping @Sendable (StateStoreError) -> Void = { _ in })
    throws(StateStoreError)
  {
    self.onFailure = onFailure
    let name = path ?? "the state in memory"
    self.path = name
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.label = "broker state"
    if path != nil { configuration.journalMode = .wal }
    do {
      database =
        try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
        ?? DatabaseQueue(configuration: configuration)
      // GRDB has set it to NORMAL, with which a power failure may take the last changes along.
      try database.inDatabase { database in try database.execute(sql: "PRAGMA synchronous = FULL") }
      let isNewer = try database.read { database in try StateSchema.migrator.hasBeenSuperseded(database) }
      guard !isNewer else { throw StateStoreError(path: name, problem: .newer) }
      try StateSchema.migrator.migrate(database)
    } catch let error as StateStoreError {
      throw error
    } catch {
      throw StateStoreError(path: name, error, else: StateStoreError.Problem.cannotOpen)
    }
  }

  /// Writes all back into the one file. Nothing may use the store any longer.
  func close() throws {
    try database.inDatabase { database in _ = try database.checkpoint(.truncate) }
    try database.close()
  }

  /// Throws what is wrong with the file, if anything is. The disk is written to only where the last access failed, to
  /// see whether that is still so.
  func check() async throws {
    guard lastFailure.value != nil else { return }
    try await change { database in
      try database.execute(sql: "INSERT INTO room VALUES (zeroblob(?))", arguments: [Self.roomForRequests])
    }
    try await change { database in try database.execute(sql: "DELETE FROM room") }
  }

  /// Changes what is stored, all of it or nothing.
  func change<Result: Sendable>(
    _ update: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    do {
      let result = try await database.write(update)
      lastFailure.value = nil
      return result
    } catch let error as DatabaseError {
      throw noted(StateStoreError(path: path, error, else: StateStoreError.Problem.cannotWrite))
    }
  }

  /// Reads what is stored.
  func read<Result: Sendable>(
    _ query: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    do {
      return try await database.read(query)
    } catch let error as DatabaseError {
      throw noted(StateStoreError(path: path, error, else: StateStoreError.Problem.cannotRead))
    }
  }

  private func noted(_ failure: StateStoreError) -> StateStoreError {
    lastFailure.value = failure
    onFailure(failure)
    return failure
  }
}

/// What is wrong with the broker's state, as one sentence that begins with the file's name.
public struct StateStoreError: Error, Equatable, CustomStringConvertible {
  enum Problem: Equatable {
    case newer
    case diskFull
    case damaged
    case cannotOpen(String)
    case cannotRead(String)
    case cannotWrite(String)
  }

  let path: String
  let problem: Problem

  init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// What SQLite says.
  init(path: String, _ error: any Error, else other: (String) -> Problem) {
    self.path = path
    problem =
      switch (error as? DatabaseError)?.resultCode {
      case .SQLITE_FULL?: .diskFull
      case .SQLITE_CORRUPT?, .SQLITE_NOTADB?: .damaged
      default: other((error as? DatabaseError)?.message ?? "\(error)")
      }
  }

  public var description: String {
    switch problem {
    case .newer: "\(path): was written by a newer teep-broker; use that one"
    case .diskFull: "\(path): the disk is full, so nothing can be asked for; free some of it and ask again"
    case .damaged: "\(path): is no SQLite file, or a damaged one; move it away and start the broker again"
    case .cannotOpen(let reason): "\(path): cannot be opened (\(reason)); check the folder and its owner"
    case .cannotRead(let reason): "\(path): cannot be read (\(reason))"
    case .cannotWrite(let reason): "\(path): cannot be written (\(reason)); check the disk"
    }
  }
}
