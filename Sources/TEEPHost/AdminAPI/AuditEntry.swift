public import Foundation

/// Something that an operator did, or had the TAM do.
public struct AuditEntry: Codable, Equatable, Sendable {
  public enum Action: String, Codable, Sendable {
    case enrolled
    case unenrolled
    case published
    case removed
    /// A policy.
    case changed
  }

  public var time: Date
  public var action: Action
  /// The device's name, or the manifest component identifier.
  public var subject: String
  /// The key or version that it was about.
  public var detail: String

  public init(time: Date, action: Action, subject: String, detail: String) {
    self.time = time
    self.action = action
    self.subject = subject
    self.detail = detail
  }
}
