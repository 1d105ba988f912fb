/// Passes over one encoded item, whatever it is, and says whether it is well-formed and keeps the rules it was given.
///
/// Without any rule its verdict is that of RFC 8949, section 5.3.1 and appendix C, on well-formed items: indefinite
/// lengths, numbers longer than needed, texts that are not UTF-8, floating-point numbers and all simple values pass. One
/// bound stays, ``maximumNesting``. Each rule that is given refuses what breaks it, with an error that names it
/// (``DecodeError/rule``) and the offset of the first item that does; ``StrictnessRules/fieldLimits`` says nothing here,
/// where no field is known.
///
/// ```
/// try CBORItemWalker([]).walk(bytes)              // the bytes begin with a well-formed item of this length
/// try CBORItemWalker(.noTrailingBytes).walk(bytes) // … and are nothing else
/// try CBORItemWalker(.all).walk(bytes)            // … and keep every rule
/// ```
/// It neither recurs nor allocates, and its time is linear in the number of bytes, but for maps with unsorted keys under
/// ``StrictnessRules/uniqueKeys``, which may have ``maximumUnsortedKeys`` of them.
public struct CBORItemWalker: Sendable {
  /// Levels that are followed where ``StrictnessRules/boundedNesting`` does not set fewer.
  public static let maximumNesting = 64
  /// Keys of one map that may be less than one before them, where they are compared with each key before them.
  public static let maximumUnsortedKeys = 64

  /// The rules that items have to keep.
  public let rules: StrictnessRules

  public init(_ rules: StrictnessRules) { self.rules = rules }

  /// Passes over the item at the start of `bytes`, which lie at `base` in the outermost message.
  ///
  /// - Returns: the number of its bytes.
  public func walk(_ bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) -> Int {
    var walk = ItemWalk(CBORReader(bytes, base: base), rules: rules)
    return try walk.run()
  }
}

/// The state of one walk.
private struct ItemWalk: ~Escapable {
  private var reader: CBORReader
  private let rules: StrictnessRules
  /// The open arrays, maps, tags and strings of indefinite length; level 0 holds the item itself.
  private var levels = InlineArray<65, ItemWalkLevel>(repeating: ItemWalkLevel())
  private var depth = 0

  @_lifetime(copy reader)
  init(_ reader: CBORReader, rules: StrictnessRules) {
    self.reader = reader
    self.rules = rules
    levels[0].left = 1
  }

  @_lifetime(self: copy self)
  mutating func run() throws(DecodeError) -> Int {
    while true {
      while try isFinished() {
        guard depth > 0 else {
          if rules.contains(.noTrailingBytes) { try reader.end() }
          return reader.offset
        }
        depth &-= 1
        try endItem()
      }
      levels[depth].itemStart = reader.offset
      try readItem()
    }
  }

  /// Whether the innermost level has all of its items; passes over the break of one of indefinite length.
  @_lifetime(self: copy self)
  private mutating func isFinished() throws(DecodeError) -> Bool {
    guard levels[depth].isIndefinite else { return levels[depth].left == 0 }
    guard try reader.nextIsBreak() else { return false }
    guard !levels[depth].isMap || levels[depth].isAtKey else { throw reader.error(.notWellFormed) }
    reader.advance(1)
    return true
  }

  /// Reads one item, or the beginning of one that holds others.
  @_lifetime(self: copy self)
  private mutating func readItem() throws(DecodeError) {
    let start = reader.offset
    let head = try reader.head(keeping: rules)
    if let type = levels[depth].stringType, head.isIndefinite || head.major != type {
      throw DecodeError(.notWellFormed, at: reader.base &+ start)
    }
    switch head.major {
    case .byteString, .textString:
      guard !head.isIndefinite else { return try open(ItemWalkLevel(stringOf: head.major), at: start) }
      let content = reader.content(try reader.length(head.argument))
      if head.major == .textString, rules.contains(.validUTF8) { try reader.checkUTF8(content) }
    case .array, .map:
      let isMap = head.major == .map
      let bound = UInt64(reader.remaining) / (isMap ? 2 : 1)
      guard head.argument <= bound else { throw reader.error(.truncated) }
      var level = ItemWalkLevel()
      level.isMap = isMap
      level.isIndefinite = head.isIndefinite
      level.left = isMap ? head.argument &* 2 : head.argument
      return try open(level, at: start)
    case .tag:
      var level = ItemWalkLevel()
      level.left = 1
      return try open(level, at: start)
    case .unsigned, .negative, .simple: break
    }
    try endItem()
  }

  @_lifetime(self: copy self)
  private mutating func open(_ level: ItemWalkLevel, at start: Int) throws(DecodeError) {
    let bound =
      rules.contains(.boundedNesting) ? CBORReader.maximumNesting : CBORItemWalker.maximumNesting
    guard depth < bound else { throw DecodeError(.nestedTooDeeply, at: reader.base &+ start) }
    depth &+= 1
    levels[depth] = level
  }

  /// Counts an item of the innermost level that has been read whole, and checks it where it is a key.
  @_lifetime(self: copy self)
  private mutating func endItem() throws(DecodeError) {
    levels[depth].left &-= 1
    guard levels[depth].isMap else { return }
    levels[depth].isAtKey.toggle()
    guard !levels[depth].isAtKey else { return }
    try checkKey(reader.range(since: levels[depth].itemStart))
  }

  @_lifetime(self: copy self)
  private mutating func checkKey(_ key: ByteRange) throws(DecodeError) {
    guard levels[depth].greatestKey.isPresent else {
      levels[depth].firstKey = key.start
      levels[depth].greatestKey = key
      return
    }
    let encoded = reader.bytes.bytes(ofPresent: key)
    let order = encoded.order(against: reader.bytes.bytes(ofPresent: levels[depth].greatestKey))
    if order > 0 {
      levels[depth].greatestKey = key
    } else if order == 0, rules.contains(.uniqueKeys) {
      throw DecodeError(.duplicateKey, at: reader.base &+ key.start)
    } else if rules.contains(.ascendingKeys) {
      throw DecodeError(.unsortedKeys, at: reader.base &+ key.start)
    } else if rules.contains(.uniqueKeys) {
      try compareWithEarlierKeys(key)
    }
  }

  @_lifetime(self: copy self)
  private mutating func compareWithEarlierKeys(_ key: ByteRange) throws(DecodeError) {
    levels[depth].unsortedKeys &+= 1
    guard levels[depth].unsortedKeys <= CBORItemWalker.maximumUnsortedKeys else {
      throw DecodeError(.tooMany, at: reader.base &+ key.start)
    }
    var earlier = CBORReader(reader.bytes, base: reader.base)
    earlier.advance(levels[depth].firstKey)
    var isKey = true
    while earlier.offset < key.start {
      let start = earlier.offset
      // Without rules, so that this walk is never begun within itself.
      earlier.advance(try CBORItemWalker([]).walk(earlier.unread))
      if isKey,
        reader.bytes.bytes(ofPresent: earlier.range(since: start)).equals(reader.bytes.bytes(ofPresent: key))
      {
        throw DecodeError(.duplicateKey, at: reader.base &+ key.start)
      }
      isKey.toggle()
    }
  }
}

/// One open array, map, tag or string of indefinite length.
private struct ItemWalkLevel {
  /// Items still to come, keys and values alike; of no meaning where the length is indefinite.
  var left: UInt64 = 0
  var isIndefinite = false
  var isMap = false
  /// Whether the next item of a map is a key.
  var isAtKey = true
  /// The type that each chunk of a string of indefinite length has to have.
  var stringType: MajorType?
  var itemStart = 0
  var firstKey = 0
  var greatestKey = ByteRange.absent
  var unsortedKeys = 0

  init() {}

  init(stringOf type: MajorType) {
    isIndefinite = true
    stringType = type
  }
}
