import BoardTestSupport
import BoardTools
import TEEPAgent
import TEEPTestSupport
import Testing

extension DeviceTests {
  /// The micro:bit's example application, on stores that hold a component for it and none.
  struct ExampleTests {
    private static let content = Array("Hello, micro:bit!".utf8)
    /// SHA-256 of the content, by another implementation.
    private static let digest = [UInt8](
      hexadecimal: "b34ecfe644904cb5baece08ac70deec88ee827585734018ebe97ed554eea594f")

    /// A store with the component `['hello']`, of a manifest `['m']`.
    private func store() throws -> [UInt8] {
      let flash = try SimulatedFlash(pageCount: Products.board().memoryMap().store.count / flashPageSize)
      var store = try Store(mounting: flash)
      var slots = [Slot]()
      for bytes in [[0xA0], Self.content] {
        var slot = try store.allocate(byteCount: bytes.count)
        try store.append(bytes.span, to: &slot)
        slots.append(slot)
      }
      let (manifest, component) = ([0x81, 0x41, 0x6D] as [UInt8], [0x81, 0x45] + Array("hello".utf8))
      try store.put(manifest: manifest.span, sequenceNumber: 1, digest: Self.digest.span, bytes: slots[0])
      try store.link(component: component.span, digest: Self.digest.span, bytes: slots[1])
      try store.commit()
      return flash.snapshot.memory
    }

    /// What the application sends for a byte, up to the newline.
    private func shown(of store: [UInt8]) async throws -> [UInt8] {
      let board = try EmulatedBoard(Products.board(), firmware: Products.example())
      try await board.start(store: store)
      let line = try SerialConnection(path: board.link)
      var shown: [UInt8] = []
      try await line.send([0])
      while shown.last != UInt8(ascii: "\n") { shown += try await line.receive(1) }
      return shown.dropLast()
    }

    @Test("It shows the component that is installed")
    func installed() async throws {
      #expect(try await shown(of: store()) == Self.content)
    }

    @Test("It shows nothing of a component that was damaged, and nothing where none is installed")
    func absent() async throws {
      var damaged = try store()
      let place = try #require(damaged.firstRange(of: Self.content)).lowerBound
      damaged[place] ^= 1
      #expect(try await shown(of: damaged) == Array("?".utf8))
      #expect(try await shown(of: []) == Array("?".utf8))
    }
  }
}
