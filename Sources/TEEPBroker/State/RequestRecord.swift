import Foundation
import GRDB
import TEEPHost

/// What is asked of a device about one component: the last word of the applications.
struct RequestRecord: Codable, Equatable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "request"

  enum Action: String, Codable, Sendable {
    case request
    case release
  }

  enum Progress: String, Codable, Sendable {
    /// Accepted and not yet answered. Goes on after a restart.
    case pending
    /// The component is installed.
    case fulfilled
    /// The agent or a TAM did not do it.
    case failed
  }

  /// The device's name.
  var device: String
  /// The component's identifier as it is spelt on command lines.
  var component: String
  var action: Action
  var progress: Progress
  var failure: String?
  /// When the last word was said, or when it was done.
  var changed: Date

  var key: RequestKey? {
    guard let component = try? ComponentIdentifier(component) else { return nil }
    return RequestKey(device: device, component: component, action: action)
  }
}

/// Names what an application can ask for; whoever asks twice asks for one thing.
struct RequestKey: Hashable, Sendable {
  /// The device's name.
  var device: String
  var component: ComponentIdentifier
  var action: RequestRecord.Action
}

extension RequestKey: CustomStringConvertible {
  var description: String { "\(action) \(component) on \(device)" }
}

/// A user who asks for a component.
struct RequestUser: Codable, Equatable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "requestUser"

  var device: String
  var component: String
  /// The number of the user (SO_PEERCRED).
  var user: UInt32
  var since: Date
}
