import TEEPTestSupport
import Testing

extension Trait where Self == ConditionTrait {
  /// Skips a test, and says so, where the examples are absent.
  static var needsVectors: Self { .enabled(if: Vectors.areAvailable, "\(Vectors.absence)") }
}
