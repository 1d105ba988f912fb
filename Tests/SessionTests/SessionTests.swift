import Foundation
import GRDB
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// Random sessions of TAMs and agents, as they run on Linux, with a broker between them that does as it likes.
/// `TEEP_SESSIONS` says how many, `TEEP_SEED` which ones.
@Suite struct SessionTests {
  private static let count =
    ProcessInfo.processInfo.environment["TEEP_SESSIONS"].flatMap { Int($0) } ?? 300

  @Test(
    "Whatever the broker does, devices hold what was published for them and nothing older, the next honest session brings what is due, and nothing leaks"
  )
  func sessions() async throws {
    let generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed) for \(Self.count) sessions of TAMs and agents with a hostile broker")
    let fleet = try await Fleet(generator)
    var half: Resources?
    for session in 0..<Self.count {
      do {
        if fleet.broker.chance(4) {
          try await fleet.honestSession()
        } else {
          try await fleet.hostileSession()
        }
      } catch {
        Issue.record("session \(session): \(error)")
        return
      }
      if session == Self.count / 2 { half = try Resources.now }
    }
    for device in fleet.devices { for tam in fleet.tams { try await fleet.settle(device, with: tam) } }
    print("\(fleet.changeCount) changes; the broker's messages were answered by \(fleet.answers)")
    try await checkTables(of: fleet)
    try checkResources(since: #require(half), of: fleet)
    for device in fleet.devices { #expect(device.flash.violations == []) }
  }

  /// No table grows with the sessions: each has the bound that its limits give it.
  private func checkTables(of fleet: Fleet) async throws {
    let (devices, components) = (fleet.devices.count, SessionTAM.componentNames.count)
    let limits = SessionTAM.limits
    // Superseded versions, the published one and one that a policy names.
    let versions = components * (TAMStore.maximumVersions + 2)
    let bounds = [
      "device": devices, "token": limits.tokensOfUnknown + limits.tokensOfDevice * devices,
      "installedComponent": devices * components, "failedChange": devices * components,
      "manifest": versions, "manifestComponent": versions, "payload": 0, "payloadPiece": 0,
      "policy": components, "audit": Int(AuditRecord.maximumCount),
    ]
    for tam in fleet.tams {
      let counts = try await tam.tam.store.database.read { database in
        try bounds.keys.map { table in
          (table, try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0)
        }
      }
      for (table, count) in counts { #expect(count <= bounds[table] ?? 0, "\(table) of \(tam.name)") }
    }
  }

  /// A store has one connection that writes and at most five that read, each with descriptors of the file, its log and its
  /// index, and a cache of its pages, of which there are no more than the file has.
  private func checkResources(since half: Resources, of fleet: Fleet) throws {
    let connections = 6
    let end = try Resources.now
    #expect(end.descriptors <= half.descriptors + fleet.tams.count * connections * 3)
    var caches = 0
    for tam in fleet.tams {
      let size = try FileManager.default.attributesOfItem(atPath: tam.storePath)[.size] as? Int ?? 0
      caches += connections * size
    }
    let records = fleet.tams.flatMap(\.components).flatMap(\.versions).reduce(0) {
      $0 + 2 * ($1.content.count + $1.envelope.count)
    }
    print(
      "heap \(half.heap) then \(end.heap), of which \(records) are the test's own; caches at most \(caches)")
    #expect(end.heap <= half.heap + caches + records)
  }
}
