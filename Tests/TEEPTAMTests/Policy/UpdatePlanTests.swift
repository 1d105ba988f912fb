import TEEPHost
import Testing

@testable import TEEPTAM

@Suite struct UpdatePlanTests {
  private func name(_ text: String) -> ComponentIdentifier {
    ComponentIdentifier(segments: [Array(text.utf8)])
  }

  private func entry(_ id: Int64, size: Int) -> Catalogue.Entry {
    let name = name("c\(id)")
    return Catalogue.Entry(
      id: id, identifier: self.name("m\(id)"), sequenceNumber: 1, envelopeSize: size, isRemoved: false,
      components: [Catalogue.Component(identifier: name, sha256: [0])])
  }

  /// The changes of a device that asks for everything and has a manifest `x` to be removed.
  private func changes(_ sizes: [Int], removing: Bool = false) -> (Changes, [Catalogue.Entry]) {
    let entries = sizes.enumerated().map { entry(Int64($0 + 1), size: $1) }
    let inventory = Inventory(
      requested: entries.map { RequestedComponent(identifier: $0.components[0].identifier) },
      unneeded: removing ? [name("x")] : [])
    return (Changes(for: inventory, by: Catalogue(entries)), entries)
  }

  @Test("All that fits goes into one Update")
  func oneUpdate() {
    let (changes, entries) = changes([400, 400], removing: true)
    let plan = UpdatePlan(changes, failed: [], size: 1100)
    #expect(plan.changes == [.remove(name("x"))] + entries.map(Change.install))
    #expect(!plan.isPartial)
  }

  @Test("What does not fit follows, in the same order")
  func severalUpdates() {
    let (changes, entries) = changes([400, 400, 10])
    let plan = UpdatePlan(changes, failed: [], size: 800)
    #expect(plan.changes == [.install(entries[0])])
    #expect(plan.isPartial)
  }

  @Test("A single change that is larger than an Update should be goes alone")
  func largeChange() {
    let (changes, entries) = changes([50_000, 10])
    let plan = UpdatePlan(changes, failed: [], size: 1536)
    #expect(plan.changes == [.install(entries[0])])
    #expect(plan.isPartial)
  }

  @Test("A change that failed before comes after the others, and then alone")
  func failedBefore() {
    let (changes, entries) = changes([10, 10, 10])
    let first = UpdatePlan(changes, failed: [name("m1")], size: 1536)
    #expect(first.changes == [.install(entries[1]), .install(entries[2])])
    #expect(first.isPartial)
    let second = UpdatePlan(changes, failed: [name("m3"), name("m1"), name("m2")], size: 1536)
    #expect(second.changes == [.install(entries[2])])
    #expect(second.isPartial)
    let (single, one) = self.changes([10])
    let last = UpdatePlan(single, failed: [name("m1")], size: 1536)
    #expect(last.changes == [.install(one[0])])
    #expect(!last.isPartial)
  }

  @Test("A removal that failed before does not keep back the rest")
  func failedRemoval() {
    let (changes, entries) = changes([10], removing: true)
    #expect(UpdatePlan(changes, failed: [name("x")], size: 1536).changes == [.install(entries[0])])
  }

  @Test("Nothing due: nothing planned")
  func nothing() {
    let plan = UpdatePlan(Changes(for: Inventory(), by: Catalogue([])), failed: [name("m1")], size: 1536)
    #expect(plan.changes.isEmpty)
    #expect(!plan.isPartial)
  }
}
