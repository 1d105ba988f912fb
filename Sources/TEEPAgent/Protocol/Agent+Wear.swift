/// What both limits of the wear are told.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// The next message or call has come.
  @inline(never)
  mutating func beginMessage() {
    wear.beginMessage(changeCount: store.changeCount)
    contentWear.beginMessage(changeCount: store.changeCount)
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
