public import TEEPAgent

/// Going back to an earlier state, at the cost of the pages that were changed since.
extension SimulatedFlash {
  struct SavedPage {
    let bytes: [UInt8]
    let programmings: [UInt8]
  }

  /// Does `body`, and undoes all that it did to the memory. Wear of pages stays counted.
  public func undoing<Result>(_ body: () throws -> Result) rethrows -> Result {
    checkpoints.append([:])
    defer {
      for (page, saved) in checkpoints.removeLast() { restore(saved, to: page) }
      restart()
    }
    return try body()
  }

  /// Does an operation that was traced.
  public func perform(_ operation: Operation) throws(FlashError) {
    switch operation {
    case .program(let word, let offset): try program(word, at: offset)
    case .erase(let offset): try erase(pageAt: offset)
    }
  }

  /// Does a part of an operation that was traced, and gives power again.
  public func perform(_ operation: Operation, torn tear: Tear) {
    cut(after: 0, tear)
    // A torn operation fails; that is its purpose.
    try? perform(operation)
    restart()
  }

  /// Keeps a page that is about to change for every checkpoint that has not kept it.
  func save(_ page: Int) {
    guard checkpoints.last.map({ $0[page] == nil }) == true else { return }
    let (bytes, words) = (
      page * flashPageSize..<(page + 1) * flashPageSize,
      page * flashPageSize / 4..<(page + 1) * flashPageSize / 4
    )
    let saved = SavedPage(
      bytes: unsafe Array(memory[bytes]), programmings: Array(programmings[words]))
    for index in checkpoints.indices where checkpoints[index][page] == nil {
      checkpoints[index][page] = saved
    }
  }

  private func restore(_ saved: SavedPage, to page: Int) {
    for index in saved.bytes.indices { unsafe memory[page * flashPageSize + index] = saved.bytes[index] }
    programmings.replaceSubrange(
      page * flashPageSize / 4..<(page + 1) * flashPageSize / 4, with: saved.programmings)
  }
}
