import ArgumentParser
import Foundation
import TEEPBroker

/// `teep-broker watch`
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Show what happens, as it happens, until the broker or a signal ends it.")

  @OptionGroup var options: ClientOptions

  func run() async throws {
    let json = options.json
    try await options.client.watch(options.device) { event in
      if json { try JSONLine.print(event) } else { print(Self.line(event)) }
    }
  }

  /// An event in one line.
  static func line(_ event: WatchedEvent) -> String {
    let details: [String?] = [
      event.exchange, event.component, event.tam, event.uri, event.path, event.message?.description,
      event.bytes.map { bytes in "\(bytes)" + (event.total.map { " of \($0)" } ?? "") + " bytes" },
      event.number.map { "retry \($0)" },
      event.seconds.map { "in \($0.formatted(.number.precision(.fractionLength(1)))) s" },
      event.error?.rawValue, event.sentence,
    ]
    return
      ([event.time.formatted(.iso8601), event.device ?? "-", event.type.rawValue] + details.compactMap(\.self))
      .joined(separator: "  ")
  }
}
