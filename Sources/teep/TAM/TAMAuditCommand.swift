import ArgumentParser
import Foundation
import TEEPHost

struct TAMAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "List what was enrolled, published and removed, the last first.")

  @OptionGroup var options: ListOptions
  @OptionGroup var admin: AdminOptions

  func run() async throws {
    try options.show(await admin.client.audit()) { entry in
      ["\(entry.time.ISO8601Format()) \(entry.action.rawValue) \(entry.subject) \(entry.detail)"]
    }
  }
}
