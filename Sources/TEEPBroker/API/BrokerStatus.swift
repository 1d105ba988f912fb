public import Foundation
public import TEEPHost

/// What the broker knows.
public struct BrokerStatus: Codable, Equatable, Sendable {
  public var agents: [AgentStatus]

  /// The JSON of the ``BrokerAPI``.
  public func json() throws -> String {
    try String(decoding: BrokerAPI.makeEncoder().encode(self), as: UTF8.self)
  }
}

/// An agent, what its device holds, and what has passed since the broker's start.
public struct AgentStatus: Codable, Equatable, Sendable {
  /// The device's name; its address where the configuration gives it no name, the path of a pseudo-terminal.
  public var device: String
  /// Components on the device; absent, like the two members behind it, where the agent could not be asked.
  public var components: [InstalledComponent]?
  /// Bytes of the largest message that the agent takes.
  public var largestMessage: UInt64?
  /// Bytes free in the device's store.
  public var freeBytes: UInt64?
  /// Why the device restarted last, where it was not its power.
  public var restartReason: RestartReason?
  /// Calls that wait for the agent to be done with another one.
  public var waitingCalls: Int
  /// TEEP messages to the agent and from it.
  public var messagesToAgent: Int
  public var messagesFromAgent: Int
  /// The last messages, oldest first.
  public var recentMessages: [RelayedMessage]
  public var sessions: Int
  public var failedSessions: Int
  /// Payloads that were fetched whole for the agent.
  public var payloads: Int
  /// Frames that were sent to the agent again.
  public var retransmissions: Int
  /// Restarts of the agent that were noticed.
  public var restarts: Int
  public var lastError: RecordedError?
  /// What applications ask of the device.
  public var requests: [ComponentStatus]
}

/// What applications ask about a component, or last asked.
public struct ComponentStatus: Codable, Equatable, Sendable {
  public var component: String
  /// `request` or `release`.
  public var action: String
  /// `pending`, `fulfilled` or `failed`.
  public var progress: String
  /// Why it failed.
  public var failure: String?
  /// The numbers of the users who ask for it.
  public var users: [UInt32]
  /// When it was asked for, or done.
  public var changed: Date

  init(_ record: RequestRecord, users: [UInt32]) {
    component = record.component
    action = record.action.rawValue
    progress = record.progress.rawValue
    failure = record.failure
    self.users = users
    changed = record.changed
  }
}

/// A component on a device.
public struct InstalledComponent: Codable, Equatable, Sendable {
  public var identifier: ComponentIdentifier
  /// Bytes, where the agent gave them.
  public var size: UInt64?

  public init(identifier: ComponentIdentifier, size: UInt64?) {
    self.identifier = identifier
    self.size = size
  }
}

/// Something that went wrong.
public struct RecordedError: Codable, Equatable, Sendable {
  public var sentence: String
  public var time: Date
}

extension AgentStatus {
  init(
    device: String, waitingCalls: Int, record: AgentRecord, contents: AgentContents?,
    requests: [ComponentStatus]
  ) {
    self.device = device
    components = contents?.components
    largestMessage = contents?.largestMessage
    freeBytes = contents?.freeBytes
    restartReason = contents?.restartReason
    self.waitingCalls = waitingCalls
    messagesToAgent = record.messagesToAgent
    messagesFromAgent = record.messagesFromAgent
    recentMessages = record.recentMessages
    sessions = record.sessions
    failedSessions = record.failedSessions
    payloads = record.payloads
    retransmissions = record.retransmissions
    restarts = record.restarts
    lastError = record.lastError
    self.requests = requests
  }
}
