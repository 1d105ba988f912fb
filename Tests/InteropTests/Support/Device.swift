/// What runs an agent in a test.
protocol Device {
  /// The Unix socket of its line.
  var link: String { get }
  /// Takes the power away and gives it back.
  func restart() async throws
  /// What its flash holds of the agent's store.
  func storeImage() async throws -> [UInt8]
}
