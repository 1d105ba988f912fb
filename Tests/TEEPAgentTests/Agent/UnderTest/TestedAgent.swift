import Foundation
import Testing

/// Which agent the tests of this module run against: `TEEP_TEST_AGENT` of the environment is `process` for a `teep-agent`
/// over its link, and absent for the same agent in this process, over a simulated flash.
enum TestedAgent {
  static let isProcess: Bool =
    switch ProcessInfo.processInfo.environment["TEEP_TEST_AGENT"] {
    case nil: false
    case "process": true
    case let other?: preconditionFailure("TEEP_TEST_AGENT is 'process' or absent, not '\(other)'")
    }

  /// A process has the system's clock; a device has none unless a test gives it one.
  static var hasClock: Bool { isProcess }
}

extension Trait where Self == ConditionTrait {
  /// Skips where a `teep-agent` is tested, whose link does not show or do `what`.
  static func inThisProcess(_ what: String) -> Self {
    .disabled(if: TestedAgent.isProcess, "the link of teep-agent has no \(what)")
  }
}
