import BoardTestSupport
import BoardTools
import Foundation

/// A device that is the firmware in the emulator. What it has used of its stack is noted in ``StackPeaks``.
struct DeviceInQEMU: Device {
  let board: EmulatedBoard
  private let name: String
  var link: String { board.link }

  /// Starts the firmware on a store that holds the bytes of the file `flash`.
  init(flash: String, board name: String = CipherSuite.esp256.board) async throws {
    self.name = name
    board = try EmulatedBoard(BoardFolder(name), firmware: Products.firmware(of: name))
    try await board.start(store: [UInt8](Data(contentsOf: URL(fileURLWithPath: flash))))
  }

  func restart() async throws {
    try await noteStackPeak()
    try await board.cyclePower()
  }

  /// Resets the chip, as its reset pin does, wherever it is. The flash keeps what it holds.
  func reset() throws { try board.control.reset() }

  func storeImage() async throws -> [UInt8] {
    try await noteStackPeak()
    return try await Array(board.flash().store)
  }

  private func noteStackPeak() async throws {
    try await StackPeaks.shared.note(board.peakStack(), of: name)
  }
}
