import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Store")
struct StoreTests {
  private let flash: SimulatedFlash
  private static let installed: [StoreChange] = [
    .put(.name("m"), 7, .pattern(300, 1), [(.name("c"), .pattern(1100, 2)), (.name("d"), [])])
  ]

  init() throws {
    flash = try SimulatedFlash(pageCount: 24, provisioning: .name("anchors"))
  }

  private func mounted(_ transactions: [StoreChange]...) throws -> SimulatedStore {
    var store = try SimulatedStore(mounting: flash)
    for changes in transactions { try store.perform(changes) }
    return store
  }

  @Test("What was committed is there after a restart, what was not is not")
  func restart() throws {
    let expected = try StoreModel().applying(Self.installed)
    do {
      var store = try mounted(Self.installed)
      let slot = try store.write(.pattern(20, 3))
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: [UInt8].pattern(32, 0).span, bytes: slot)
    }
    let store = try SimulatedStore(mounting: flash)
    let held = store.model(removedAmong: [[1]])
    #expect(held == expected)
    let provisioning = Array(store.provisioning)
    #expect(provisioning == .name("anchors"))
  }

  @Test("A fresh store is empty and mounting it writes nothing; what was erased before need not be")
  func fresh() throws {
    let operationCount = flash.operationCount
    var store = try mounted()
    #expect(store.manifestCount == 0 && !store.wasRepaired)
    #expect(flash.operationCount == operationCount)

    // QEMU's flash reads zero where nothing was loaded.
    var image = flash.snapshot
    let used = StoreBytes(image.memory).pages
    for page in 0..<24 where !used.contains(page) {
      for offset in page * flashPageSize..<(page + 1) * flashPageSize { image.memory[offset] = 0 }
    }
    flash.snapshot = image
    store = try mounted(Self.installed)
    #expect(store.manifestCount == 1)
    #expect(flash.violations.isEmpty)
  }

  @Test("Manifests and components are found by their identifiers, and links are counted")
  func lookup() throws {
    let store = try mounted(
      Self.installed, [.put(.name("other"), 1, [], [(.name("c"), nil), (.name("e"), [1, 2])])])
    #expect(store.manifestCount == 2)
    let sequenceNumber = store.manifest([UInt8].name("m").span)?.sequenceNumber
    #expect(sequenceNumber == 7)
    let component = store.bytes(ofComponent: .name("c"))
    #expect(component == .pattern(1100, 2))
    var counts: [Int] = []
    for name in ["c", "d", "e", "m"] {
      counts.append(store.linkCount(ofComponent: [UInt8].name(name).span))
    }
    #expect(counts == [2, 1, 1, 0])
    let isMissing =
      store.manifest([UInt8].name("c").span) == nil && store.component([UInt8].name("m").span) == nil
    #expect(isMissing)
  }

  @Test("A removal frees what only that manifest links, and leaves its sequence number")
  func remove() throws {
    var store = try mounted([.put(.name("other"), 1, [1], [(.name("c"), [1, 2])])])
    let free = store.freeByteCount
    try store.perform([.put(.name("m"), 9, [2], [(.name("c"), nil), (.name("d"), [3])])])
    #expect(store.freeByteCount == free - 2 * flashPageSize)
    try store.perform([.remove(.name("m"))])
    #expect(store.freeByteCount == free)
    store = try mounted()
    #expect(store.sequenceNumber(rememberedFor: [UInt8].name("m").span) == 9)
    let counts = (
      store.linkCount(ofComponent: [UInt8].name("c").span),
      store.linkCount(ofComponent: [UInt8].name("d").span)
    )
    #expect(counts == (1, 0))
    #expect(throws: StoreError.lowerSequenceNumber) {
      var store = try SimulatedStore(mounting: flash)
      try store.perform([.put(.name("m"), 8, [], [])])
    }
  }

  @Test("A component that another manifest links is neither overwritten nor removed")
  func linkedComponent() throws {
    var store = try mounted(Self.installed, [.put(.name("other"), 1, [], [(.name("c"), nil)])])
    let before = store.model(removedAmong: [])
    #expect(throws: StoreError.componentLinked) {
      var store = try SimulatedStore(mounting: flash)
      try store.perform([.put(.name("other"), 2, [], [(.name("c"), [1])])])
    }
    store = try mounted()
    let after = store.model(removedAmong: [])
    #expect(after == before)
    try store.perform([.remove(.name("m"))])
    let component = store.bytes(ofComponent: .name("c"))
    #expect(component == .pattern(1100, 2))
  }

  @Test("Discarding frees the pages of a slot once, and never those of a committed one")
  func discard() throws {
    var store = try mounted()
    let free = store.freeByteCount
    var slot = try store.write(.pattern(3000, 1))
    #expect(store.freeByteCount == free - 3 * flashPageSize)
    store.discard(&slot)
    store.discard(&slot)
    #expect(store.freeByteCount == free)
    slot = try store.write(.pattern(3000, 2))
    let digest = StoreModel.Content(bytes: .pattern(3000, 2)).digest
    try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
    try store.commit()
    let committed = store.freeByteCount
    store.discard(&slot)
    #expect(store.freeByteCount == committed)
  }

  @Test("A manifest that another one links as its dependency is not removed without it")
  func dependency() throws {
    var store = try mounted([
      .put(.name("dependency"), 1, [1], []),
      .put(.name("root"), 1, [2], [], dependencies: [.name("dependency")]),
    ])
    #expect(store.linkCount(ofManifest: [UInt8].name("dependency").span) == 1)
    for changes: [StoreChange] in [
      [.remove(.name("dependency"))], [.put(.name("other"), 1, [3], [], dependencies: [.name("absent")])],
    ] {
      let before = store.model(removedAmong: [])
      do throws(StoreError) {
        try store.perform(changes)
        Issue.record("nothing was thrown")
      } catch { #expect(error == .dependencyMissing) }
      let after = store.model(removedAmong: [])
      #expect(after == before)
    }
    try store.perform([.put(.name("root"), 2, [2], []), .remove(.name("dependency"))])
    #expect(store.linkCount(ofManifest: [UInt8].name("dependency").span) == 0)
    #expect(store.manifestCount == 1)
  }

  @Test("A slot of as many pages as are free is had by moving what lies between them, once and for all")
  func compaction() throws {
    var store = try mounted()
    for name in UInt8(0)..<8 {
      try store.perform([.put([name], 1, [], [([name], .pattern(1000, UInt64(name)))])])
    }
    for name in UInt8(0)..<8 where name % 2 == 0 { try store.perform([.remove([name])]) }
    // Of 22 pages four are installed, two are the directory and two are kept for the next ones.
    #expect(store.freeByteCount == 14 * flashPageSize)
    let before = store.model(removedAmong: [])
    var slot = try store.allocate(byteCount: 14 * flashPageSize)
    let after = store.model(removedAmong: [])
    #expect(after == before)
    let operationCount = flash.operationCount
    store.discard(&slot)
    slot = try store.allocate(byteCount: 14 * flashPageSize)
    #expect(flash.operationCount == operationCount)
    #expect(throws: StoreError.full) {
      var store = try SimulatedStore(mounting: flash)
      _ = try store.allocate(byteCount: 15 * flashPageSize)
    }
    #expect(flash.operationCount == operationCount)
    let restarted = try SimulatedStore(mounting: flash).model(removedAmong: [])
    #expect(restarted == before)
    #expect(flash.violations.isEmpty)
  }
}
