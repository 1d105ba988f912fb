import Foundation

/// What has happened between the broker and an agent since the broker's start.
struct AgentRecord: Sendable {
  /// Messages that are remembered singly.
  static let maximumRecentMessages = 16

  /// TEEP messages to the agent and from it.
  private(set) var messagesToAgent = 0
  private(set) var messagesFromAgent = 0
  /// The last messages, oldest first.
  private(set) var recentMessages: [RelayedMessage] = []
  var sessions = 0
  var failedSessions = 0
  /// Payloads that were fetched whole.
  var payloads = 0
  /// Frames that were sent to the agent again.
  var retransmissions = 0
  /// Restarts of the agent that were noticed.
  var restarts = 0
  private(set) var lastError: RecordedError?

  /// Notes a TEEP message that was relayed.
  mutating func noteMessage(_ message: RelayedMessage) {
    switch message.direction {
    case .toAgent: messagesToAgent += 1
    case .fromAgent: messagesFromAgent += 1
    }
    if recentMessages.count == Self.maximumRecentMessages { recentMessages.removeFirst() }
    recentMessages.append(message)
  }

  /// Notes the ticks that the agent spent on the last message that it got.
  mutating func noteTicks(_ ticks: UInt32) {
    guard ticks > 0, let index = recentMessages.lastIndex(where: { $0.direction == .toAgent }) else { return }
    recentMessages[index].ticks = ticks
  }

  /// Notes what went wrong, as one sentence.
  mutating func noteError(_ sentence: String) {
    lastError = RecordedError(sentence: sentence, time: Date())
  }
}
