import TEEPHost
import Testing

@testable import TEEPTAM

/// What a device should hold, as a table: one published manifest (sequence number 5, digest of 0xAA) and one that was
/// removed.
@Suite struct ChangesTests {
  private static let published = entry(1, "app", 5, [0xAA])
  private static let removed = entry(2, "old", 3, [0xBB], isRemoved: true)
  private static let catalogue = Catalogue([removed, published])

  private static func name(_ text: String) -> ComponentIdentifier {
    ComponentIdentifier(segments: [Array(text.utf8)])
  }

  private static func entry(
    _ id: Int64, _ name: String, _ sequenceNumber: UInt64, _ digest: [UInt8]?, isRemoved: Bool = false,
    also other: String? = nil
  ) -> Catalogue.Entry {
    var components = [Catalogue.Component(identifier: Self.name(name), sha256: digest)]
    if let other { components.append(Catalogue.Component(identifier: Self.name(other), sha256: [0xCC])) }
    return Catalogue.Entry(
      id: id, identifier: Self.name(name + ".suit"), sequenceNumber: sequenceNumber, envelopeSize: 100,
      isRemoved: isRemoved, components: components)
  }

  private static func installed(
    _ name: String, _ digest: [UInt8]?, _ sequenceNumber: UInt64? = nil
  ) -> InstalledComponent {
    InstalledComponent(identifier: Self.name(name), sha256: digest, sequenceNumber: sequenceNumber)
  }

  private static func changes(_ inventory: Inventory, _ catalogue: Catalogue = catalogue) -> [Change] {
    Changes(for: inventory, by: catalogue).all
  }

  @Test("Nothing held, nothing asked for: nothing to do")
  func nothing() {
    #expect(Self.changes(Inventory()) == [])
  }

  @Test("Asked for and published: installed, once however often it is asked for")
  func requested() {
    let request = RequestedComponent(identifier: Self.name("app"))
    #expect(Self.changes(Inventory(requested: [request, request])) == [.install(Self.published)])
  }

  @Test("Asked for and not published, or removed: nothing")
  func requestedInVain() {
    for name in ["other", "old"] {
      #expect(Self.changes(Inventory(requested: [RequestedComponent(identifier: Self.name(name))])) == [])
    }
  }

  @Test(
    "Asked for with a least sequence number (section 4.3: tc-manifest-sequence-number)",
    arguments: [(4, true), (5, true), (6, false)] as [(UInt64, Bool)])
  func minimum(number: UInt64, isInstalled: Bool) {
    let request = RequestedComponent(identifier: Self.name("app"), minimumSequenceNumber: number)
    #expect(Self.changes(Inventory(requested: [request])) == (isInstalled ? [.install(Self.published)] : []))
  }

  @Test("Asked for and there already: nothing, unless only the manifest is wanted (section 4.3: have-binary)")
  func requestedAndThere() {
    var request = RequestedComponent(identifier: Self.name("app"))
    let held = [Self.installed("app", [0xAA])]
    #expect(Self.changes(Inventory(installed: held, requested: [request])) == [])
    request.haveBinary = true
    #expect(Self.changes(Inventory(installed: held, requested: [request])) == [.install(Self.published)])
  }

  @Test(
    "Held: an update where the bytes differ, or the manifest is known to be older",
    arguments: [
      (installed("app", [0xAA]), false), (installed("app", [0xAA], 5), false),
      (installed("app", [0xAA], 4), true),
      (installed("app", [0xA0]), true), (installed("app", [0xA0], 5), true), (installed("app", nil), true),
    ] as [(InstalledComponent, Bool)])
  func held(component: InstalledComponent, isUpdated: Bool) {
    #expect(Self.changes(Inventory(installed: [component])) == (isUpdated ? [.install(Self.published)] : []))
  }

  @Test("Held, and the manifest has no digest: the sequence number alone decides")
  func withoutDigest() {
    let entry = Self.entry(1, "app", 5, nil)
    let catalogue = Catalogue([entry])
    #expect(Self.changes(Inventory(installed: [Self.installed("app", [1], 5)]), catalogue) == [])
    #expect(Self.changes(Inventory(installed: [Self.installed("app", [1])]), catalogue) == [.install(entry)])
  }

  @Test("Held and removed at the TAM: removed, by the manifest's identifier")
  func removedAtTheTAM() {
    #expect(
      Self.changes(Inventory(installed: [Self.installed("old", [0xBB])])) == [.remove(Self.name("old.suit"))])
  }

  @Test("Held and never published here: left alone")
  func foreign() {
    #expect(Self.changes(Inventory(installed: [Self.installed("foreign", [1])])) == [])
  }

  @Test("Removed, and published again under another manifest: updated, not removed")
  func publishedAgain() {
    let again = Self.entry(3, "old", 1, [0xDD])
    let catalogue = Catalogue([again, Self.removed])
    #expect(
      Self.changes(Inventory(installed: [Self.installed("old", [0xBB])]), catalogue) == [.install(again)])
  }

  @Test("Named in the device's unneeded-manifest-list: removed, and not updated meanwhile")
  func unneeded() {
    let inventory = Inventory(
      installed: [Self.installed("app", [0xA0])], unneeded: [Self.name("app.suit"), Self.name("app.suit")])
    #expect(Self.changes(inventory) == [.remove(Self.name("app.suit"))])
  }

  @Test("Unneeded for one application and asked for by another: kept")
  func unneededAndRequested() {
    let inventory = Inventory(
      installed: [Self.installed("app", [0xAA])],
      requested: [RequestedComponent(identifier: Self.name("app"))],
      unneeded: [Self.name("app.suit")])
    #expect(Self.changes(inventory) == [])
  }

  @Test("Removals come before installations (section 7.2.2)")
  func order() {
    let inventory = Inventory(
      installed: [Self.installed("app", [0xA0]), Self.installed("old", [0xBB])], unneeded: [Self.name("x")])
    #expect(
      Self.changes(inventory) == [
        .remove(Self.name("x")), .remove(Self.name("old.suit")), .install(Self.published),
      ])
  }

  @Test("A manifest of two components is installed once")
  func severalComponents() {
    let both = Self.entry(1, "app", 5, [0xAA], also: "data")
    let inventory = Inventory(
      installed: [Self.installed("data", [0])],
      requested: [
        RequestedComponent(identifier: Self.name("app")), RequestedComponent(identifier: Self.name("data")),
      ])
    #expect(Self.changes(inventory, Catalogue([both])) == [.install(both)])
  }
}
