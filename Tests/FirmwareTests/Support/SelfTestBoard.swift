import BoardTestSupport
import BoardTools

/// An emulated board that runs the self-test, and the host's end of its serial line.
struct SelfTestBoard {
  let board: EmulatedBoard
  private(set) var line: SerialConnection

  /// Starts the board with these bytes in its store.
  init(store: [UInt8] = [], countsInstructions: Bool = false) async throws {
    board = try EmulatedBoard(
      Products.board(), firmware: Products.selfTest(), countsInstructions: countsInstructions)
    try await board.start(store: store)
    line = try SerialConnection(path: board.link)
  }

  /// Takes the power away and gives it back.
  mutating func cyclePower() async throws {
    try await board.cyclePower()
    line = try SerialConnection(path: board.link)
  }

  /// Sends a command and returns the first `count` bytes of what it is answered with.
  func ask(_ command: Character, _ arguments: [UInt8] = [], count: Int) async throws -> [UInt8] {
    try await line.send(Array(String(command).utf8) + arguments)
    return try await line.receive(count)
  }

  func word(_ command: Character) async throws -> UInt32 {
    UInt32(littleEndian: try await ask(command, count: 4))
  }

  /// Sends a command after which the device restarts, and returns when it listens again.
  func restart(_ command: Character, _ arguments: [UInt8] = []) async throws {
    let greeting = try await ask(command, arguments, count: 1)
    guard greeting == Array("!".utf8) else { throw BoardToolError("restarted with \(greeting)") }
  }

  /// Whether the device says that it programmed the word.
  func program(_ word: UInt32, at offset: UInt32) async throws -> Bool {
    try await succeeds("p", offset.littleEndianBytes + word.littleEndianBytes)
  }

  /// Whether the device says that it erased the page.
  func erase(at offset: UInt32) async throws -> Bool {
    try await succeeds("x", offset.littleEndianBytes)
  }

  private func succeeds(_ command: Character, _ arguments: [UInt8]) async throws -> Bool {
    switch try await ask(command, arguments, count: 1) {
    case [0]: return false
    case [1]: return true
    case let other: throw BoardToolError("\(command) was answered with \(other)")
    }
  }

  /// The word at an offset in the store, as the device sees it.
  func storeWord(at offset: UInt32) async throws -> UInt32 {
    UInt32(littleEndian: Array(try await ask("r", offset.littleEndianBytes, count: 8)[4...]))
  }
}

extension FixedWidthInteger {
  var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
  }

  init(littleEndian bytes: [UInt8]) {
    self = bytes.reversed().reduce(0) { $0 << 8 | Self($1) }
  }
}
