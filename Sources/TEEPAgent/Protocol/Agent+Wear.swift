/// What both limits of the wear are told.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// The next message or call has come.
  @inline(never)
  mutating func beginMessage() {
    wear.beginMessage(changeCount: store.changeCount)
    contentWear.beginMessage(changeCount: store.changeCount)
  }

  /// Whether flash may be written for this message; that it was, the store knows before.
  @inline(never)
  mutating func grantWear() -> Bool {
    guard wear.grant() else { return false }
    guard wear.countInVain > WearLimit.messageCount,
      wear.countInVain != Self.count(at: 0, in: store.content(.wear))
    else { return true }
    do throws(StoreError) {
      try stageWear()
      try store.commit()
      noteContentChange()
      return true
    } catch { return false }
  }

  /// Puts what both limits have counted into a transaction.
  @inline(never)
  mutating func stageWear() throws(StoreError) {
    let counts: InlineArray<2, UInt8> = [
      UInt8(truncatingIfNeeded: min(wear.countInVain, 255)),
      UInt8(truncatingIfNeeded: min(contentWear.countInVain, 255)),
    ]
    try store.put(counts.span, as: .wear)
  }

  /// Puts into a transaction, which changes what is installed, that nothing was in vain.
  @inline(never)
  mutating func stageNoWear() throws(StoreError) {
    if store.content(.wear).count > 0 { try store.put(Span(), as: .wear) }
  }

  /// Takes from the store what was counted before a restart.
  @inline(never)
  mutating func takeWear() {
    let counts = store.content(.wear)
    wear = WearLimit(countInVain: max(WearLimit.messageCount, Self.count(at: 0, in: counts)))
    contentWear = WearLimit(countInVain: Self.count(at: 1, in: counts))
  }

  private static func count(at index: Int, in counts: Span<UInt8>) -> UInt32 {
    counts.count == 2 ? UInt32(counts[index]) : 0
  }

  /// A message in RAM was authentic.
  mutating func noteAuthentic() {
    wear.noteAuthentic()
    contentWear.noteAuthentic()
  }

  /// A content of the store was changed, which is no change in what is installed.
  mutating func noteContentChange() {
    wear.noteChangeOfNothingInstalled()
    contentWear.noteChangeOfNothingInstalled()
  }
}
