public import TEEPAgent

/// A NOR flash that counts what is done to it and can lose power at any operation. It outlives the store that is
/// mounted on it, as a chip's does: mount the same one again after a cut.
@safe public final class SimulatedFlash: Flash, FlashMapping {
  /// What can be done to a flash.
  public enum Operation: Sendable {
    case program(UInt32, at: Int)
    case erase(pageAt: Int)
  }

  /// How much of the operation that the cut hits is done.
  public enum Tear: Sendable {
    case nothing
    case everything
    /// The first part of what it covers: the low bits of a word, the first words of a page.
    case half
    /// Each bit that it changes, or not, as the seed says: of a page, each bit of it.
    case bits(seed: UInt64)
  }

  /// All that a flash is: memory, wear and counters.
  public struct Snapshot: Sendable {
    /// The bytes of the memory.
    public var memory: [UInt8]
    var programmings: [UInt8]
    var erases: [Int]
    var violations: [String]
  }

  // A plain allocation, because a memory-mapped flash is read through spans while nothing owns it exclusively.
  let memory: UnsafeMutableBufferPointer<UInt8>
  var programmings: [UInt8]
  /// For each checkpoint the pages that have been changed since, as they were then.
  var checkpoints: [[Int: SavedPage]] = []
  /// What was done since this was set to an empty list.
  public var trace: [Operation]?
  private var cut: (operation: Int, tear: Tear)?

  /// How often each page was erased.
  public private(set) var erases: [Int]
  /// What no NOR flash allows: a third programming of a word, a bit that would go from 0 to 1.
  public private(set) var violations: [String] = []
  /// Pages that are worn out: programming has no effect on them, and nothing says so.
  public var deadPages: Set<Int> = []
  /// How many operations were begun.
  public private(set) var operationCount = 0
  /// False from the cut on.
  public private(set) var isPowered = true

  /// A flash with these contents, whole pages.
  public init(image: [UInt8]) {
    unsafe memory = .allocate(capacity: image.count)
    _ = unsafe memory.initialize(from: image)
    programmings = Array(repeating: 0, count: image.count / 4)
    erases = Array(repeating: 0, count: image.count / flashPageSize)
  }

  /// A new store of that many pages.
  public convenience init(pageCount: Int, provisioning: [UInt8] = [0]) throws {
    self.init(image: [UInt8](repeating: 0xFF, count: pageCount * flashPageSize))
    _ = try Store(provisioning: self, with: provisioning.span)
    forgetWear()
  }

  deinit { unsafe memory.deallocate() }

  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get {
      // The memory lives as long as self does.
      unsafe _overrideLifetime(Span(_unsafeElements: memory), borrowing: self)
    }
  }

  /// Lets power fail during the operation after the next `count`.
  public func cut(after count: Int, _ tear: Tear) {
    cut = (operationCount + count, tear)
  }

  /// Gives power again, and calls off a cut that did not happen.
  public func restart() {
    cut = nil
    isPowered = true
  }

  public var snapshot: Snapshot {
    get {
      Snapshot(
        memory: unsafe Array(memory), programmings: programmings, erases: erases, violations: violations)
    }
    set {
      unsafe newValue.memory.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(memory).copyMemory(from: $0)
      }
      programmings = newValue.programmings
      erases = newValue.erases
      violations = newValue.violations
      restart()
    }
  }

  /// Counts from now on.
  public func forgetWear() {
    programmings = Array(repeating: 0, count: programmings.count)
    erases = Array(repeating: 0, count: erases.count)
    operationCount = 0
  }

  /// What reads the same memory.
  public var mapping: SimulatedFlash { self }

  /// Inverts the bits of `mask` in one byte, as decay does.
  public func flip(_ mask: UInt8, at offset: Int) {
    unsafe memory[offset] ^= mask
  }

  public func program(_ word: UInt32, at offset: Int) throws(FlashError) {
    let tear = try begin()
    if case .nothing = tear { throw .failed }
    if deadPages.contains(offset / flashPageSize) { return }
    save(offset / flashPageSize)
    trace?.append(.program(word, at: offset))
    let old = self.word(at: offset)
    if old & word != word { violations.append("a bit from 0 to 1 in the word at \(offset)") }
    programmings[offset / 4] += 1
    if programmings[offset / 4] > 2 { violations.append("a third programming of the word at \(offset)") }
    setWord(at: offset, to: old & (word | Self.untouched(by: tear)))
    if tear != nil { throw .failed }
  }

  public func erase(pageAt offset: Int) throws(FlashError) {
    precondition(offset % flashPageSize == 0, "not the start of a page")
    let tear = try begin()
    if case .nothing = tear { throw .failed }
    save(offset / flashPageSize)
    trace?.append(.erase(pageAt: offset))
    erases[offset / flashPageSize] += 1
    var seed = SeededGenerator(seed: 0)
    if case .bits(let given) = tear { seed = SeededGenerator(seed: given) }
    for word in stride(from: offset, to: offset + flashPageSize, by: 4) {
      switch tear {
      case .half where word >= offset + flashPageSize / 2: continue
      case .bits: setWord(at: word, to: self.word(at: word) | UInt32(truncatingIfNeeded: seed.next()))
      default: setWord(at: word, to: .max)
      }
      // A page that is not wholly erased keeps what its words have been through.
      if tear == nil { programmings[word / 4] = 0 }
    }
    if tear != nil { throw .failed }
  }

  /// Counts an operation and says how it is torn, if it is.
  private func begin() throws(FlashError) -> Tear? {
    guard isPowered else { throw .failed }
    defer { operationCount += 1 }
    guard let cut, cut.operation == operationCount else { return nil }
    isPowered = false
    return cut.tear
  }

  /// The bits that a torn programming leaves alone.
  private static func untouched(by tear: Tear?) -> UInt32 {
    switch tear {
    case nil, .everything: return 0
    case .nothing: return .max
    case .half: return 0xFFFF_0000
    case .bits(let seed):
      var generator = SeededGenerator(seed: seed)
      return UInt32(truncatingIfNeeded: generator.next())
    }
  }

  public func word(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: UnsafeRawBufferPointer(memory).load(fromByteOffset: offset, as: UInt32.self))
  }

  private func setWord(at offset: Int, to word: UInt32) {
    unsafe UnsafeMutableRawBufferPointer(memory).storeBytes(
      of: word.littleEndian, toByteOffset: offset, as: UInt32.self)
  }
}
