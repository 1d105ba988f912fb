import Testing

@testable import TEEPBroker

/// When a TAM is left alone.
@Suite struct TAMCircuitsTests {
  private let circuits = TAMCircuits()
  private let tam: RemoteURI
  private let other: RemoteURI
  private let policy: RetryPolicy

  init() throws {
    tam = try RemoteURI("https://a.example/tam")
    other = try RemoteURI("https://b.example/tam")
    var policy = RetryPolicy()
    policy.failuresToOpen = 3
    policy.openTime = .milliseconds(100)
    self.policy = policy
  }

  @Test("only failures in a row count, and only their own TAM is left alone")
  func inARow() throws {
    #expect(circuits.failed(tam, policy) == nil)
    #expect(circuits.failed(tam, policy) == nil)
    #expect(!circuits.answered(tam))
    #expect(circuits.failed(tam, policy) == nil)
    #expect(circuits.failed(tam, policy) == nil)
    try circuits.admit(tam)
    #expect(circuits.failed(tam, policy) != nil)
    #expect(throws: TAMFailure.self) { try circuits.admit(tam) }
    try circuits.admit(other)
    // Another path of the same server.
    #expect(throws: TAMFailure.self) { try circuits.admit(RemoteURI("https://A.example:443/x")) }
  }

  @Test(
    "when the time is over one session is let through; another failure makes it longer, an answer ends it")
  func probe() async throws {
    for _ in 0..<3 { _ = circuits.failed(tam, policy) }
    try await Task.sleep(for: .milliseconds(150))
    try circuits.admit(tam)
    #expect(throws: TAMFailure.self) { try circuits.admit(tam) }
    circuits.abandoned(tam)
    try circuits.admit(tam)
    let second = try #require(circuits.failed(tam, policy))
    #expect(second >= .milliseconds(180))
    try await Task.sleep(for: .milliseconds(300))
    try circuits.admit(tam)
    #expect(circuits.answered(tam))
    try circuits.admit(tam)
    try circuits.admit(tam)
  }
}
