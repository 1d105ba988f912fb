import Foundation
import TEEPAgent
import TEEPAuthor
import TEEPHost
import TEEPTestSupport
import Testing

@Suite("Reading the image of a store")
struct StoreImageTests {
  private let application = ComponentIdentifier(segments: [Array("app".utf8)])
  private let manifest = ComponentIdentifier(segments: [Array("suit".utf8)])
  /// FIPS 180-4: SHA-256 of "abc".
  private let digest = [UInt8](
    hexadecimal: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")

  /// An image where the agent's store has installed the component "abc".
  private func installed() throws -> [UInt8] {
    let flash = try SimulatedFlash(pageCount: 16, provisioning: [0])
    var store = try Store(mounting: flash)
    var component = try store.allocate(byteCount: 3)
    try store.append(Array("abc".utf8).span, to: &component)
    var text = try store.allocate(byteCount: 1)
    try store.append([0xA0].span, to: &text)
    try store.put(manifest: manifest.encoded.span, sequenceNumber: 7, digest: digest.span, bytes: text)
    try store.link(component: application.encoded.span, digest: digest.span, bytes: component)
    try store.commit()
    return flash.snapshot.memory
  }

  @Test("what the agent's store installed is found, and a new store is empty")
  func contents() throws {
    let image = try StoreImage(installed())
    #expect(image.manifests.count == 1)
    let found = try #require(image.manifests.first)
    #expect(found.identifier == manifest && found.sequenceNumber == 7)
    #expect(found.components.map(\.identifier) == [application])
    #expect(try image.contents(of: application) == Array("abc".utf8))
    #expect(throws: StoreImageError.notInstalled(manifest)) { try image.contents(of: manifest) }

    let new = try SimulatedFlash(pageCount: 16, provisioning: [0]).snapshot.memory
    #expect(try StoreImage(new).manifests.isEmpty)
  }

  @Test("a component whose bytes have changed is refused")
  func damaged() throws {
    var bytes = try installed()
    let place = try #require(bytes.firstRange(of: Array("abc".utf8)))
    bytes[place.lowerBound] ^= 1
    let image = try StoreImage(bytes)
    #expect(image.manifests.first?.components.first?.isIntact == false)
    #expect(throws: StoreImageError.damaged(application)) { try image.contents(of: application) }
  }

  @Test("what is no store is said to be none")
  func noStore() {
    #expect(throws: StoreImageError.unreadable(.unsupportedSize)) { try StoreImage([]) }
    #expect(throws: StoreImageError.unreadable(.unsupportedSize)) {
      try StoreImage([UInt8](repeating: 0xFF, count: 16 * 1024 + 1))
    }
    #expect(throws: StoreImageError.unreadable(.notProvisioned)) {
      try StoreImage([UInt8](repeating: 0xFF, count: 16 * 1024))
    }
  }

  @Test("an image with any byte changed gives what was installed, or an error, and never traps")
  func anyByte() throws {
    let bytes = try installed()
    for index in bytes.indices where bytes[index] != 0xFF || index.isMultiple(of: 64) {
      var changed = bytes
      changed[index] ^= 0x41
      guard let image = try? StoreImage(changed), let contents = try? image.contents(of: application) else {
        continue
      }
      #expect(contents == Array("abc".utf8))
    }
  }
}
