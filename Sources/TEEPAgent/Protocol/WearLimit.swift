/// How much of the flash a broker may have written in vain: pages are erased for a message that is larger than the RAM
/// for it, and for a payload that is fetched, before either can be authenticated, and for what applications ask for.
///
/// Three messages in a row may do so without changing what is installed. After that, one more may each time that
/// enough messages in RAM were authentic: one, then two, four, and so on, until a message changes something.
struct WearLimit {
  /// Messages in vain that are followed by no wait.
  static let messageCount: UInt32 = 3

  /// Messages in a row that had flash written and changed nothing.
  private var countInVain: UInt32 = 0
  /// Authentic messages since the last of them.
  private var authenticCount: UInt32 = 0
  private var isGranted = false
  /// How often what is installed had been changed when the message came.
  private var changeCount: UInt32 = 0

  /// Begins with the next message.
  ///
  /// - Parameter changeCount: how often what is installed has been changed.
  @inline(never)
  mutating func beginMessage(changeCount: UInt32) {
    if changeCount != self.changeCount { countInVain = 0 }
    self.changeCount = changeCount
    isGranted = false
  }

  /// Whether flash may be written for this message.
  @inline(never)
  mutating func grant() -> Bool {
    if isGranted { return true }
    if countInVain >= Self.messageCount {
      guard authenticCount &>> min(countInVain &- Self.messageCount, 31) != 0 else { return false }
    }
    isGranted = true
    countInVain &+= 1
    authenticCount = 0
    return true
  }

  /// The store was changed, though not in what is installed: that is no proof of good will.
  mutating func noteChangeOfNothingInstalled() { changeCount &+= 1 }

  /// A message in RAM was authentic.
  mutating func noteAuthentic() { authenticCount &+= 1 }
}
