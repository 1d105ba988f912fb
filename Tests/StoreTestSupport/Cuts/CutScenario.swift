import TEEPAgent
import TEEPTestSupport

/// Something that is done to a store and that power may interrupt.
public struct CutScenario: Sendable {
  /// What is done between two restarts.
  public struct Step: Sendable {
    /// What the store must hold then, in terms of the changes that it amounts to, commit by commit.
    let commits: [[StoreChange]]
    /// Starts on the flash and does it; gives how many bytes are free then.
    let perform: @Sendable (SimulatedFlash) throws -> Int

    /// One transaction.
    init(_ changes: [StoreChange]) {
      self.init([changes]) { (store) throws(StoreError) in try store.perform(changes) }
    }

    /// What the store's own calls do.
    init(
      _ commits: [[StoreChange]],
      _ change: @escaping @Sendable (inout SimulatedStore) throws(StoreError) -> Void
    ) {
      self.commits = commits
      perform = { flash in
        var store = try SimulatedStore(mounting: flash)
        try change(&store)
        return store.freeByteCount
      }
    }

    /// An Update that the agent gets.
    init(_ commits: [[StoreChange]], by agent: AgentStep) {
      self.commits = commits
      perform = { flash in try agent.perform(on: flash) }
    }
  }

  public let name: String
  /// Whether all of its payloads have at most 4 KiB.
  public var isSmall = true
  /// Pages of the store.
  public var pageCount = 24
  /// What the store was provisioned with.
  let provisioning: [UInt8]
  /// What was done before.
  let before: [Step]
  /// The page that is damaged then, as its place in ``StoreBytes/pages``.
  var damagedPage: Int?
  /// What is done; it commits once for each of its commits.
  let step: Step
  /// Something new that has to succeed afterwards: installs the component `p` of ``probe``.
  let next: Step
  /// The content that ``next`` installs, and the identifier of its component.
  let probe: (identifier: [UInt8], content: [UInt8])

  /// A scenario of the store's own calls.
  init(
    _ name: String, isSmall: Bool = true, pageCount: Int = 24, after before: [[StoreChange]], _ step: Step
  ) {
    (self.name, self.isSmall, self.pageCount, self.step) = (name, isSmall, pageCount, step)
    self.before = before.map(Step.init)
    provisioning = .name("anchors")
    probe = (.name("p"), .pattern(6, 6))
    next = Step([.put(.name("probe"), 1, .pattern(9, 9), [probe])])
  }

  /// A scenario of Updates that the agent gets.
  init(_ name: String, after before: [Step], update step: Step) throws {
    (self.name, self.before, self.step) = ("agent: \(name)", before, step)
    provisioning = try SweptDevice.provisioning()
    let manifest = TestTree.leaf("probe")
    probe = (TestManifest.identifier("probe.bin"), TestTree.content("probe"))
    next = try .install(manifest)
  }

  /// All scenarios.
  public static func all() throws -> [CutScenario] { ofStore + (try ofAgent()) }
}
