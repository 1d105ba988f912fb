import TEEPAgent
import TEEPTestSupport

/// The flash operations of a step that nothing interrupts.
struct CutTrace {
  let operations: [SimulatedFlash.Operation]
  /// Pages of which each word was programmed and which are neither root nor directory: those of large payloads and
  /// messages.
  private let payloadPages: Set<Int>

  /// Does the step, and undoes it.
  init(_ step: CutScenario.Step, on flash: SimulatedFlash) throws {
    flash.trace = []
    defer { flash.trace = nil }
    let memory = try flash.undoing {
      _ = try step.perform(flash)
      return flash.snapshot.memory
    }
    let operations = flash.trace ?? []
    let copies = StoreBytes(memory)
    let own = Set((copies.first + copies.second).flatMap { $0 }.map { $0 / flashPageSize })
    var wordCounts: [Int: Int] = [:]
    for case .program(_, let offset) in operations { wordCounts[offset / flashPageSize, default: 0] += 1 }
    payloadPages = Set(wordCounts.filter { $0.value == flashPageSize / 4 }.keys).subtracting(own)
    self.operations = operations
  }

  /// How often a place of the directory went to both root pages: what is programmed there besides their first words.
  var commitCount: Int {
    operations.count { operation in
      guard case .program(_, let offset) = operation else { return false }
      return offset < 2 * flashPageSize && offset % flashPageSize != 0
    } / 2
  }

  /// The operations that program no word of a large payload, and of each of its pages the first, the last and a random
  /// word.
  func operationsOfEachPage(using generator: inout SeededGenerator) -> Set<Int> {
    var random: [Int: Int] = [:]
    for page in payloadPages.sorted() { random[page] = 4 * Int.random(in: 1..<255, using: &generator) }
    return Set(
      operations.indices.filter { index in
        guard case .program(_, let offset) = operations[index],
          let chosen = random[offset / flashPageSize]
        else { return true }
        return [0, flashPageSize - 4, chosen].contains(offset % flashPageSize)
      })
  }
}
