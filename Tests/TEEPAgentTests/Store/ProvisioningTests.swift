import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Provisioning content")
struct ProvisioningContentTests {
  /// A new store on flash that was written before.
  private func provisioned(pageCount: Int, _ content: [UInt8]) throws -> SimulatedFlash {
    let flash = SimulatedFlash(image: .pattern(pageCount * flashPageSize, 1))
    _ = try SimulatedStore(provisioning: flash, with: content.span)
    return flash
  }

  @Test("A new store is as its specification says, byte for byte")
  func layout() throws {
    let image = try provisioned(pageCount: 12, .name("123456789")).snapshot.memory
    let pages = stride(from: 0, to: image.count, by: flashPageSize).map { image[$0..<$0 + flashPageSize] }
    // "TP", the version, then one word: the directories begin at pages 2 and 3.
    let root: [UInt8] = [0x54, 0x50, 2, 0, 2, 3, 0xFD, 0xFC]
    // CRC-32 by zlib, 28 bytes, commit 1; one record: provisioning, 9 bytes.
    let directory: [UInt8] =
      [0x74, 0x53, 0xCA, 0x56, 28, 0, 0, 0, 1, 0, 0, 0, 0x40, 9, 0, 0] + .name("123456789") + [0, 0, 0]
    for (page, bytes) in [root, root, directory, directory].enumerated() {
      #expect(Array(pages[page].prefix(bytes.count)) == bytes, "page \(page)")
      #expect(pages[page].dropFirst(bytes.count).allSatisfy { $0 == 0xFF }, "page \(page)")
    }
  }

  @Test(
    "Any length up to 2,048 bytes is read back, from either copy", arguments: [1, 4, 1000, 1001, 2047, 2048])
  func lengths(count: Int) throws {
    let content = [UInt8].pattern(count, UInt64(count))
    let flash = try provisioned(pageCount: 24, content)
    for copy in [0, 0, 1, 1] {
      // Damages a copy; mounting makes both anew.
      let copies = StoreBytes(flash.snapshot.memory)
      flash.flip(1, at: copy == 0 ? copies.first[1][16] : copies.second[1][16])
      let store = try SimulatedStore(mounting: flash)
      let read = Array(store.provisioning)
      #expect(read == content)
    }
    #expect(flash.violations.isEmpty)
  }

  @Test("The content is replaced with all else of its transaction, or stays")
  func replacement() throws {
    let flash = try provisioned(pageCount: 24, .name("old"))
    var store = try SimulatedStore(mounting: flash)
    let free = store.freeByteCount
    for isCommitted in [false, true] {
      try store.put(provisioning: [UInt8].name("new").span)
      if isCommitted { try store.commit() } else { store.rollback() }
      let read = Array(store.provisioning)
      #expect(read == .name(isCommitted ? "new" : "old"))
      #expect(store.freeByteCount == free)
    }
    let read = try Array(SimulatedStore(mounting: flash).provisioning)
    #expect(read == .name("new"))
    #expect(throws: StoreError.alreadyStaged) {
      var store = try SimulatedStore(mounting: flash)
      try store.put(provisioning: [1].span)
      try store.put(provisioning: [1].span)
    }
    #expect(flash.violations.isEmpty)
  }

  @Test("Content that is empty or too long and stores of another size are refused")
  func refusals() throws {
    #expect(throws: StoreError.provisioningTooLong) { try provisioned(pageCount: 12, .pattern(2049, 1)) }
    #expect(throws: StoreError.provisioningTooLong) { try provisioned(pageCount: 12, []) }
    for pageCount in [0, 1, 11, 257] {
      #expect(throws: StoreError.unsupportedSize) { try provisioned(pageCount: pageCount, [1]) }
      let flash = SimulatedFlash(image: Array(repeating: 0xFF, count: pageCount * flashPageSize))
      #expect(throws: StoreError.unsupportedSize) { _ = try SimulatedStore(mounting: flash) }
    }
    for pageCount in [12, 256] {
      _ = try SimulatedStore(mounting: provisioned(pageCount: pageCount, [1]))
    }
  }

  @Test("Another layout version and a store without provisioning are told apart")
  func versions() throws {
    let flash = try provisioned(pageCount: 12, [1])
    for copy in 0..<2 { flash.flip(1, at: copy * flashPageSize + 2) }
    #expect(throws: StoreError.unknownLayoutVersion) { _ = try SimulatedStore(mounting: flash) }
    let erased = SimulatedFlash(image: Array(repeating: 0xFF, count: 12 * flashPageSize))
    #expect(throws: StoreError.notProvisioned) { _ = try SimulatedStore(mounting: erased) }
  }
}
