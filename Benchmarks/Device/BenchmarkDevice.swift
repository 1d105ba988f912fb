import BoardTools
import Foundation

/// An emulated board that runs the firmware of `Embedded/Benchmark`.
struct BenchmarkDevice {
  /// What one message took.
  struct Cost {
    let instructions: Int
    let cycles: Int
    let stack: Int
    let findings: [UInt8]
  }

  /// Bytes after which the board says that it has them.
  private static let pieceByteCount = 32

  private let firmware: ELFFile
  private let board: EmulatedBoard
  private let line: SerialConnection
  private let counter: InstructionCounter

  init(firmware: ELFFile, plugin: String) async throws {
    self.firmware = firmware
    let output = FileManager.default.temporaryDirectory.appending(path: "counts-\(UUID().uuidString)")
    counter = InstructionCounter(
      plugin: plugin, output: output.path,
      marks: try ["benchmark_decode", "benchmark_end"].map(firmware.address))
    board = try EmulatedBoard(BoardFolder("microbit"), firmware: firmware, counter: counter)
    try await board.start()
    line = try SerialConnection(path: board.link)
  }

  func decode(_ message: [UInt8]) async throws -> Cost {
    try await line.send([UInt8(message.count & 0xFF), UInt8(message.count >> 8)])
    // The emulator's line is faster than the program, which would lose what comes at once.
    for start in stride(from: 0, to: message.count, by: Self.pieceByteCount) {
      let piece = message[start...].prefix(Self.pieceByteCount)
      try await line.send(Array(piece))
      if piece.count == Self.pieceByteCount { _ = try await line.receive(1) }
    }
    let header = try await line.receive(4)
    let findings = try await line.receive(Int(header[2]) | Int(header[3]) << 8)
    // Before the last mark lies the work, before the one before that the line.
    guard let counts = try counter.counts().last else { throw Failure("the plugin has counted nothing") }
    return Cost(
      instructions: counts.total, cycles: CortexM0Cycles.total(counts, halfword: firmware.halfword),
      stack: Int(header[0]) | Int(header[1]) << 8, findings: findings)
  }
}
