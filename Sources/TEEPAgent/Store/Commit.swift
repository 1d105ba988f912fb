import Checksums

extension Store where F: ~Copyable {
  /// Makes all that was staged count, as one: after a power cut either none of it or all of it is found.
  /// Does nothing where nothing was staged. After a throw nothing of it was done; where that is a failure of the
  /// flash, the next mount knows.
  public mutating func commit() throws(StoreError) {
    guard transaction.isOpen else { return }
    do throws(StoreError) {
      try carryOver()
      let written = transaction.directory
      let entry = try placeSecondCopy(of: written)
      let next = try pagesTaken(by: written, at: entry)
      try writeHead(of: written)
      let mapping = flash.mapping
      try writeNext(mapping.bytes.extracting(written.range), at: entry.page(of: 1) &* flashPageSize)
      try write(entry, toRoot: Int(firstRoot))
      try write(entry, toRoot: 1 &- Int(firstRoot))
      firstRoot = 0
      self.entry = entry
      directory = written
      committed = next
      held.subtract(next)
      changeCount &+= 1
      transaction = Transaction()
    } catch {
      rollback()
      throw error
    }
  }

  /// Takes the pages of the second copy, and gives back what the first one did not need.
  private mutating func placeSecondCopy(of written: Directory) throws(StoreError) -> RootEntry {
    let (first, count) = (transaction.pages.0, written.pageCount)
    held.remove(transaction.pageCount &- count, from: first &+ count)
    transaction.pageCount = count
    cursor = first &+ count
    guard let second = place(count, leaving: 0, runsOf: 1) else { throw .full }
    transaction.pages.1 = second
    return RootEntry(pages: first, second)
  }

  /// Completes the directory with what stays of the one before, and checks that it can count.
  private mutating func carryOver() throws(StoreError) {
    let staged = transaction.directory
    let last = directory
    var isKept = false
    var offset = last.start
    while let record = last.record(at: offset, in: flash.bytes) {
      if !record.kind.isLink {
        // There is one content of a kind, whatever it is.
        isKept =
          record.kind.isContent
          ? staged.record(record.kind, at: 0, in: flash.bytes) == nil
          : staged.find(flash.bytes.extracting(record.name), record.kind, in: flash.bytes) == nil
      }
      if isKept { try stage(record) }
      offset = record.end
    }
    let written = transaction.directory
    try written.requireConsistency(before: staged.end, in: flash.bytes)
  }

  /// The pages that are committed once `written` is. Throws where they leave no room for the directory of a removal.
  private func pagesTaken(by written: Directory, at entry: RootEntry) throws(StoreError) -> PageMap {
    let next = written.pages(at: entry, in: flash.bytes)
    var taken = held
    taken.formUnion(next)
    let spare = taken.freeRunCount(of: written.pageCount, in: pool, upTo: StoreLayout.copyCount)
    guard spare == StoreLayout.copyCount else { throw .full }
    return next
  }

  /// Programs what comes before the first record.
  private mutating func writeHead(of written: Directory) throws(StoreError) {
    let number = directory.end == 0 ? 0 : directory.number(in: flash.bytes)
    let range = written.range
    try program(UInt32(truncatingIfNeeded: range.count), at: range.lowerBound &+ 4)
    try program(number &+ 1, at: range.lowerBound &+ 8)
    let checksum = CRC32.of(flash.bytes.extracting(range.lowerBound &+ 4..<range.upperBound))
    try program(checksum, at: range.lowerBound)
  }
}

extension Directory {
  /// Throws where it cannot be committed: ``StoreError/componentLinked`` where a component before `stagedEnd` has
  /// another place in any other record, ``StoreError/dependencyMissing`` where a dependency is not installed,
  /// ``StoreError/tooManyIdentifiers``.
  @inline(never)
  func requireConsistency(before stagedEnd: Int, in flash: Span<UInt8>) throws(StoreError) {
    var rest = self
    while let record = rest.record(at: rest.start, in: flash) {
      rest.start = record.end
      let identifier = flash.extracting(record.name)
      if record.kind == .dependency, find(identifier, .manifest, in: flash)?.kind != .manifest {
        throw .dependencyMissing
      }
      if record.kind != .component || record.offset >= stagedEnd { continue }
      var others = rest
      while let other = others.find(identifier, .component, in: flash) {
        if other.extent(in: flash) != record.extent(in: flash) { throw .componentLinked }
        others.start = other.end
      }
    }
    guard identifierCount(in: flash) <= StoreLayout.identifierLimit else { throw .tooManyIdentifiers }
  }

  /// How many manifests have a record, installed and removed ones together.
  func identifierCount(in flash: Span<UInt8>) -> Int {
    count(of: .manifest, in: flash) &+ count(of: .removed, in: flash)
  }
}
