import Testing

extension WholeTests {
  /// Updates that the agent has seen before.
  struct ReplayTests {
    @Test("an Update of an older version is refused, and one of the version that is there writes nothing")
    func refusesOlderVersions() async throws {
      let replay = try await Replay { try await AgentProcess($0, flash: $0.provision()) }
      try await replay.expectFirstRefused()
      try await replay.expectSecondChangesNothing()
    }
  }
}
