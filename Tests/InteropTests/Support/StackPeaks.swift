import BoardTestSupport
import BoardTools
import Foundation
import Testing

/// The most bytes of stack that the firmware of each board has used in these tests, beside what the analysis of its code
/// finds at worst.
actor StackPeaks {
  static let shared = StackPeaks()

  /// The folder for what is noted, a file for each board, where somebody wants it (`scripts/test`).
  private let folder = ProcessInfo.processInfo.environment["TEEP_STACK_PEAKS"]
  private var worst: [String: Int] = [:]
  private var peaks: [String: Int] = [:]

  func note(_ peak: Int, of board: String) throws {
    let worst = try worst(of: board)
    #expect(peak <= worst, "more of \(board)'s stack was used than the analysis finds")
    guard peak > peaks[board, default: 0] else { return }
    peaks[board] = peak
    if let folder { try Data("\(peak)\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(board)")) }
  }

  private func worst(of board: String) throws -> Int {
    if let known = worst[board] { return known }
    let analysis = try StackAnalysis(
      Products.firmware(of: board), indirectCalls: BoardFolder(board).indirectCalls())
    worst[board] = analysis.worst
    return analysis.worst
  }
}
