extension Store where F: ~Copyable {
  /// Finds the last commit and makes all copies of it whole.
  mutating func mount() throws(StoreError) {
    var number: UInt32 = 0
    for copy in 0..<StoreLayout.copyCount {
      let root = Root(in: flash.bytes, copy: copy)
      rootEnds[copy] = root.end
      guard let entry = root.entry, let found = intactDirectory(of: entry),
        found.number(in: flash.bytes) > number
      else { continue }
      self.entry = entry
      directory = found
      number = found.number(in: flash.bytes)
    }
    if number == 0 { try refuse() }
    cursor = entry.page(of: 1) &+ directory.pageCount
    committed = directory.pages(at: entry, in: flash.bytes)
    for copy in 0..<StoreLayout.copyCount {
      if Directory(intactAt: entry.page(of: copy), in: flash.bytes) == nil { wasRepaired = true }
      if Root(in: flash.bytes, copy: copy).entry != entry {
        wasRepaired = true
        firstRoot = UInt8(truncatingIfNeeded: copy)
      }
    }
    guard wasRepaired else { return }
    try begin(growth: 0)
    try commit()
  }

  /// The first copy of a directory that is intact.
  @inline(never)
  func intactDirectory(of entry: RootEntry) -> Directory? {
    Directory(intactAt: entry.page(of: 0), in: flash.bytes)
      ?? Directory(intactAt: entry.page(of: 1), in: flash.bytes)
  }

  /// Says why there is no directory.
  private func refuse() throws(StoreError) {
    var error = StoreError.notProvisioned
    for copy in 0..<StoreLayout.copyCount {
      let head = flash.bytes.word(at: copy &* flashPageSize)
      if head == Root.head { throw .contentLost }
      if head & 0xFFFF == Root.letters { error = .unknownLayoutVersion }
    }
    throw error
  }
}
