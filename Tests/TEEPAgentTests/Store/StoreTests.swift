import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Store")
struct StoreTests {
  @Test("What was committed is there after a restart, what was not is not")
  func restart() throws {
    let flash = try SimulatedFlash(pageCount: 16, provisioning: .name("anchors"))
    let changes: [StoreChange] = [.put(.name("m"), 7, .pattern(300, 1), [(.name("c"), .pattern(1100, 2))])]
    let expected = try StoreModel().applying(changes)
    do {
      var store = try SimulatedStore(mounting: flash)
      try store.perform(changes)
      let model = store.model(removedAmong: [])
      #expect(model == expected)
      let slot = try store.write(.pattern(20, 3))
      try store.put(manifest: [1].span, sequenceNumber: 1, digest: [UInt8].pattern(32, 0).span, bytes: slot)
    }
    let store = try SimulatedStore(mounting: flash)
    let model = store.model(removedAmong: [[1]])
    #expect(model == expected)
    let provisioning = Array(store.provisioning)
    #expect(provisioning == .name("anchors"))
    #expect(flash.violations.isEmpty)
  }
}
