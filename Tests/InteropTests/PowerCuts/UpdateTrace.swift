import BoardTestSupport
import BoardTools
import StoreTestSupport
import Synchronization
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// What the store held before each flash operation that the firmware makes for an Update, and what it held in the end.
struct UpdateTrace {
  private let stores: [[UInt8]]
  let old: StoreModel
  let new: StoreModel
  private let freeByteCounts: (old: Int, new: Int)

  /// Has the firmware in the emulator process an Update, on a store with these bytes, and stops it before each operation.
  init(of update: [UInt8], on store: [UInt8]) async throws {
    let board = try EmulatedBoard(Products.board(), firmware: Products.firmware())
    try await board.start(store: store)
    try await board.armPowerCut()
    let isOver = Flag()
    async let answer = Self.process(update, over: board.link, then: isOver)
    let stores = try await board.storesBetweenFlashOperations { isOver.value.load(ordering: .acquiring) }
    guard try await answer.type == .success else {
      throw Unexpected("an Update is not answered with Success")
    }
    let before = try Self.contents(of: store)
    let after = try Self.contents(of: stores[stores.count - 1])
    (self.stores, old, new) = (stores, before.model, after.model)
    freeByteCounts = (before.freeByteCount, after.freeByteCount)
  }

  private final class Flag: Sendable { let value = Atomic(false) }

  private static func process(
    _ update: [UInt8], over link: String, then isOver: Flag
  ) async throws -> TEEPAnswer {
    defer { isOver.value.store(true, ordering: .releasing) }
    var line = try AgentLine(link: link)
    return try await line.process(update)
  }

  var operationCount: Int { stores.count - 1 }

  /// What the store held in the end.
  var end: [UInt8] { stores[operationCount] }

  /// What is left in flash where power fails during an operation: all of those before it, and nothing of it, the first
  /// half of what it changes, or any bits of what it changes, by turns.
  func store(cutAt operation: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var (store, done) = (stores[operation], stores[operation + 1])
    let changed = store.indices.filter { store[$0] != done[$0] }
    switch operation % 3 {
    case 0: break
    case 1: for index in changed.prefix((changed.count + 1) / 2) { store[index] = done[index] }
    default:
      for index in changed {
        done[index] ^= store[index]
        store[index] ^= done[index] & UInt8.random(in: .min ... .max, using: &random)
      }
    }
    return store
  }

  /// Whether the firmware, having started from a cut, shows the new state; throws where it is neither that nor the old
  /// one, or where pages are lost.
  func isDone(_ store: [UInt8]) throws -> Bool {
    let (held, freeByteCount) = try Self.contents(of: store)
    guard held == old || held == new else { throw Unexpected("neither the old nor the new state: \(held)") }
    let expected = held == new ? freeByteCounts.new : freeByteCounts.old
    guard freeByteCount == expected else {
      throw Unexpected("\(freeByteCount) bytes are free instead of \(expected)")
    }
    return held == new
  }

  /// The encoded identifier of the manifest: TEEP-Device/hello/suit.
  private static let manifest =
    [0x83, 0x4B] + Array("TEEP-Device".utf8) + [0x45] + Array("hello".utf8) + [0x44] + Array("suit".utf8)

  /// All that a store holds, which must not be in need of repair, and how many bytes are free.
  static func contents(of store: [UInt8]) throws -> (model: StoreModel, freeByteCount: Int) {
    let flash = SimulatedFlash(image: store)
    let mounted = try SimulatedStore(mounting: flash)
    let model = mounted.model(removedAmong: [manifest])
    let freeByteCount = mounted.freeByteCount
    guard flash.operationCount == 0 else { throw Unexpected("the firmware left the store in need of repair") }
    return (model, freeByteCount)
  }
}
