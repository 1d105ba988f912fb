import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("What the store refuses, unchanged")
struct StoreRefusalTests {
  private let flash: SimulatedFlash

  init() throws {
    flash = try SimulatedFlash(pageCount: 24, provisioning: .name("anchors"))
  }

  /// Mounts, does `body`, and expects it to throw and the store to stay as it was and usable.
  private func expect(
    _ error: StoreError, _ body: (inout SimulatedStore, Slot) throws(StoreError) -> Void
  ) throws {
    var store = try SimulatedStore(mounting: flash)
    try store.perform([.put(.name("m"), 7, [1], [(.name("c"), [2])])])
    let before = store.model(removedAmong: [])
    let free = store.freeByteCount
    var slot = try store.write([1, 2, 3])
    do throws(StoreError) {
      try body(&store, slot)
      Issue.record("nothing was thrown")
    } catch let thrown {
      #expect(thrown == error)
    }
    store.rollback()
    store.discard(&slot)
    let after = store.model(removedAmong: [])
    #expect(after == before)
    #expect(store.freeByteCount == free)
    try store.perform([.put(.name("probe"), 1, [1], [(.name("p"), [2])])])
    #expect(flash.violations.isEmpty)
  }

  private let digest = [UInt8].pattern(32, 0)

  @Test("Identifiers of no byte or more than 128, digests of other than 32")
  func lengths() throws {
    let long = [UInt8](repeating: 1, count: 129)
    try expect(.unsupportedIdentifier) { (store, slot) throws(StoreError) in
      try store.put(manifest: long.span, sequenceNumber: 1, digest: digest.span, bytes: slot)
    }
    try expect(.unsupportedIdentifier) { (store, slot) throws(StoreError) in
      try store.put(manifest: [UInt8]().span, sequenceNumber: 1, digest: digest.span, bytes: slot)
    }
    try expect(.unsupportedIdentifier) { (store, slot) throws(StoreError) in
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
      try store.link(component: long.span, digest: digest.span, bytes: slot)
    }
    for digest in [[UInt8].pattern(31, 0), .pattern(33, 0)] {
      try expect(.unsupportedDigest) { (store, slot) throws(StoreError) in
        try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
      }
    }
  }

  @Test("More bytes than a slot was allocated for, and a slot that lacks some")
  func slots() throws {
    try expect(.slotOverflow) { (store, slot) throws(StoreError) in
      var slot = slot
      try store.append([4].span, to: &slot)
    }
    try expect(.slotIncomplete) { (store, _) throws(StoreError) in
      var slot = try store.allocate(byteCount: 9)
      defer { store.discard(&slot) }
      try store.append([UInt8].pattern(8, 1).span, to: &slot)
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
    }
  }

  @Test("A sequence number below the one remembered; an equal one is accepted (SUIT manifest, section 6.1)")
  func sequenceNumber() throws {
    let name = [UInt8].name("m")
    try expect(.lowerSequenceNumber) { (store, slot) throws(StoreError) in
      try store.put(manifest: name.span, sequenceNumber: 6, digest: digest.span, bytes: slot)
    }
    var store = try SimulatedStore(mounting: flash)
    try store.perform([.put(name, 7, [2], [])])
    try store.perform([.put(name, .max, [2], [])])
    #expect(store.sequenceNumber(rememberedFor: name.span) == .max)
  }

  @Test("What is not installed, a component before its manifest, anything twice in a transaction")
  func order() throws {
    try expect(.notFound) { (store, _) throws(StoreError) in try store.remove(manifest: [1].span) }
    try expect(.notFound) { (store, slot) throws(StoreError) in
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
      try store.link(installed: [1].span)
    }
    try expect(.noManifestStaged) { (store, slot) throws(StoreError) in
      try store.link(component: [1].span, digest: digest.span, bytes: slot)
    }
    try expect(.noManifestStaged) { (store, slot) throws(StoreError) in
      try store.remove(manifest: [UInt8].name("m").span)
      try store.link(component: [1].span, digest: digest.span, bytes: slot)
    }
    try expect(.alreadyStaged) { (store, slot) throws(StoreError) in
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
      try store.put(manifest: [1].span, sequenceNumber: 2, digest: digest.span, bytes: slot)
    }
    try expect(.alreadyStaged) { (store, slot) throws(StoreError) in
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: digest.span, bytes: slot)
      try store.link(component: [2].span, digest: digest.span, bytes: slot)
      try store.link(component: [2].span, digest: digest.span, bytes: slot)
    }
  }

  @Test("More than there is room for; then a removal still works, and what it frees can be used")
  func full() throws {
    try expect(.full) { (store, _) throws(StoreError) in _ = try store.allocate(byteCount: 16 * flashPageSize)
    }
    try expect(.full) { (store, _) throws(StoreError) in _ = try store.allocate(byteCount: .max) }
    var store = try SimulatedStore(mounting: flash)
    var names: [[UInt8]] = []
    do throws(StoreError) {
      while true {
        let name = [UInt8(names.count)]
        try store.perform([.put(name, 1, [1], [])])
        names.append(name)
      }
    } catch {
      #expect(error == .full)
    }
    #expect(names.count > 4)
    for name in names { try store.perform([.remove(name)]) }
    for name in names { try store.perform([.put(name, 1, [1], [])]) }
    #expect(flash.violations.isEmpty)
  }

  @Test("Slots leave room for the removal of what is installed")
  func fullOfSlots() throws {
    var store = try SimulatedStore(mounting: flash)
    try store.perform([.put([1], 1, [1], [])])
    var slots: [Slot] = []
    #expect(throws: StoreError.full) { while true { slots.append(try store.allocate(byteCount: 1)) } }
    // Of 22 pages two are kept, and taken are two of the directory and one of the manifest.
    #expect(slots.count == 22 - 5)
    #expect(store.freeByteCount == 0)
    try store.perform([.remove([1])])
    #expect(store.manifestCount == 0)
  }

  @Test("One manifest identifier more than can be remembered, until the end of time")
  func identifiers() throws {
    var store = try SimulatedStore(mounting: flash)
    for number in 0..<UInt8(StoreLayout.identifierLimit) {
      try store.perform([.put([number], 1, [], [])])
      try store.perform([.remove([number])])
    }
    #expect(store.identifierCount == 64)
    #expect(throws: StoreError.tooManyIdentifiers) {
      var store = try SimulatedStore(mounting: flash)
      try store.perform([.put([64], 1, [], [])])
    }
    store = try SimulatedStore(mounting: flash)
    try store.perform([.put([63], 1, [], [])])
    #expect(store.manifestCount == 1)
  }
}
