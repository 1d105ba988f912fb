/// How much of the flash a broker may have written in vain: pages are erased for a message that is larger than the RAM
/// for it, and for a payload that is fetched, before either can be authenticated, and for what applications ask for.
///
/// Three messages in a row may do so without changing what is installed. After that, one more may each time that
/// enough messages in RAM were authentic: one, then two, four, and so on, until a message changes something.
///
/// ## Restarts
///
/// The broker may be what powers the device, so a restart must not give it anything. For messages and payloads the first
/// three are taken to be gone after each: before the first one, a message in RAM has to be authentic, as a TAM's QueryRequest
/// is in each honest session. But an authentic message can be repeated by whoever has seen it. So all beyond three are
/// counted in the store too, each before it has anything erased, and what was authentic is forgotten: the waits go on
/// doubling over restarts. What applications ask for is counted in the transaction that keeps it.
///
/// To count takes a commit, of two directories, for a message which itself has at least as many pages erased, and there are
/// few of them: the n-th beyond three waits for 2ⁿ⁻¹ signatures to be checked, on a Cortex-M0 of 16 MHz a year and more
/// for the twenty-fifth. The transaction that changes what is installed sets the count to nothing. An honest TAM costs a
/// commit more in its first large Update after a restart, and nothing after that.
struct WearLimit {
  /// Messages in vain that are followed by no wait.
  static let messageCount: UInt32 = 3

  /// Messages in a row that had flash written and changed nothing.
  private(set) var countInVain: UInt32
  /// Authentic messages since the last of them.
  private var authenticCount: UInt32 = 0
  private var isGranted = false
  /// How often what is installed had been changed when the message came.
  private var changeCount: UInt32 = 0

  init(countInVain: UInt32 = 0) { self.countInVain = countInVain }

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
