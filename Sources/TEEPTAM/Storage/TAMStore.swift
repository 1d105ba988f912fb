import Foundation
import GRDB

/// The TAM's SQLite file.
///
/// What belongs together is written in one transaction, so a restart finds it whole. Everything in it is bounded.
public struct TAMStore: Sendable {
  let database: DatabasePool

  /// Opens the file at `path`, and makes it where there is none.
  public init(path: String) throws(TAMStoreError) {
    PrivateFiles.makeDefault()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.label = "TAM store"
    do {
      database = try DatabasePool(path: path, configuration: configuration)
      let isNewer = try database.read { database in try Schema.migrator.hasBeenSuperseded(database) }
      guard !isNewer else { throw TAMStoreError(path, "was written by a newer teep-tam; use that one") }
      try Schema.migrator.migrate(database)
    } catch let error as TAMStoreError {
      throw error
    } catch {
      throw TAMStoreError(
        path, "cannot be opened as a SQLite file (\(error)); check the folder, or give --store another name")
    }
  }

  /// Writes all back into the one file. Nothing may use the store any longer.
  public func close() throws {
    _ = try database.writeWithoutTransaction { database in try database.checkpoint(.truncate) }
    try database.close()
  }
}

/// What is wrong with the store's file, as one sentence that begins with its name.
public struct TAMStoreError: Error, CustomStringConvertible {
  public let path: String
  public let problem: String

  init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(path): \(problem)" }
}
