extension Store where F: ~Copyable {
  /// Throws why nothing can be changed, if so.
  func requireWritable() throws(StoreError) {
    if let refusal { throw refusal }
  }

  /// Programs the word at `offset`, having erased the page that begins there, if one does: for what is written
  /// from front to back.
  @inline(never)
  mutating func writeNext(_ word: UInt32, at offset: Int) throws(StoreError) {
    if offset % flashPageSize == 0 { try erase(pageAt: offset) }
    try program(word, at: offset)
  }

  /// Writes `bytes`, whole words, as ``writeNext(_:at:)`` does.
  @inline(never)
  mutating func writeNext(_ bytes: Span<UInt8>, at offset: Int) throws(StoreError) {
    var index = 0
    while index < bytes.count {
      if (offset &+ index) % flashPageSize == 0 { try erase(pageAt: offset &+ index) }
      try program(bytes.word(at: index), at: offset &+ index)
      index &+= 4
    }
  }

  /// Programs one word and reads it back. After a failure nothing more is written: what the word holds is
  /// known only to the next mount.
  mutating func program(_ word: UInt32, at offset: Int) throws(StoreError) {
    do throws(FlashError) {
      try flash.program(word, at: offset)
      guard flash.word(at: offset) == word else { throw .failed }
    } catch {
      refusal = .flash(error)
      throw .flash(error)
    }
  }

  mutating func erase(pageAt offset: Int) throws(StoreError) {
    do throws(FlashError) {
      try flash.erase(pageAt: offset)
    } catch {
      refusal = .flash(error)
      throw .flash(error)
    }
  }
}
