import Foundation
import TEEPBroker

/// One line on the standard error output of a terminal that says what happens now.
struct ProgressBar: Sendable {
  private static let width = 30

  /// Replaces the line.
  func show(_ event: WatchedEvent) {
    guard let text = Self.text(event) else { return }
    write("\r\u{1B}[K\(text)")
  }

  func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// What is worth showing of an event.
  static func text(_ event: WatchedEvent) -> String? {
    switch event.type {
    case .exchangeStarted: "asking the agent"
    case .sessionStarted: "asking \(event.tam ?? "the TAM")"
    case .messageRelayed:
      event.message.map { "\($0.direction == .toAgent ? "to the agent" : "to the TAM"): \($0.type)" }
    case .retryScheduled:
      "trying again in \(Int(event.seconds ?? 0)) s (\(event.error?.rawValue ?? "failed"))"
    case .payloadStarted: bar(0, nil)
    case .payloadProgress: bar(event.bytes ?? 0, event.total)
    case .payloadResumed: "the payload goes on after \(event.bytes ?? 0) bytes"
    case .payloadEnded: "the payload is \(event.error == nil ? "there" : "not to be had")"
    case .lineLost: "no line to the device: \(event.sentence ?? "")"
    case .agentRestarted: "the agent restarted"
    case .connected, .pseudoTerminalOpened, .exchangeEnded, .sessionEnded, .circuitOpened, .circuitClosed,
      .ended:
      nil
    }
  }

  private static func bar(_ bytes: Int, _ total: Int?) -> String {
    guard let total, total > 0 else { return "payload: \(bytes) bytes" }
    let filled = min(width, bytes * width / total)
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
      + "] \(min(100, bytes * 100 / total)) %, \(bytes) of \(total) bytes"
  }
}
