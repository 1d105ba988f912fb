/// What the value of a member has to be, and where its range begins and ends.
///
/// From 16 on it is a byte string of just so many bytes.
enum MemberType {
  /// Any item; its range is that of the item.
  static let item: UInt8 = 0
  /// An unsigned integer; its range is that of the item.
  static let unsigned: UInt8 = 1
  /// An integer of either sign; its range is that of the item.
  static let integer: UInt8 = 2
  /// A text string; its range is that of the content.
  static let text: UInt8 = 3
  /// A byte string; its range is that of the content.
  static let bytes: UInt8 = 4
  /// A SUIT_Component_Identifier; its range is that of the item.
  static let identifier: UInt8 = 5
  /// An array of at least one SUIT_Component_Identifier; its range is that of the item.
  static let identifiers: UInt8 = 6
  /// Set in the type of a member that has to be there.
  static let required: UInt8 = 0x80
}

/// Maps whose keys are small unsigned integers in deterministic order (RFC 8949, section 4.2.1), all of them known.
extension CBORReader {
  /// Reads the pairs of a map whose head has been read.
  ///
  /// - Parameters:
  ///   - count: number of pairs.
  ///   - table: for each member its key and its ``MemberType``, by ascending keys.
  ///   - found: for each member where its value lies in ``bytes``; as it was where the member is not there.
  /// - Throws: besides what is wrong with an item, ``DecodeError/Reason/unsupported`` for an unknown key and
  ///   ``DecodeError/Reason/missingMember``, at the first pair, where a required one is not there.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func members(
    _ count: Int, of table: Span<UInt8>, into found: inout MutableSpan<ByteRange>
  ) throws(DecodeError) {
    let start = offset
    var row = 0
    var previous = -1
    for _ in 0..<count {
      let keyOffset = offset
      let key = try ascendingKey(after: &previous)
      while row < found.count, Int(table[2 &* row]) < key { try passOver(&row, of: table, mapAt: start) }
      guard row < found.count, Int(table[2 &* row]) == key else {
        throw DecodeError(.unsupported, at: base &+ keyOffset)
      }
      found[row] = try member(table[2 &* row &+ 1] & ~MemberType.required)
      row &+= 1
    }
    while row < found.count { try passOver(&row, of: table, mapAt: start) }
  }

  @inline(__always)
  private func passOver(_ row: inout Int, of table: Span<UInt8>, mapAt start: Int) throws(DecodeError) {
    guard table[2 &* row &+ 1] < MemberType.required else {
      throw DecodeError(.missingMember, at: base &+ start)
    }
    row &+= 1
  }

  @_lifetime(self: copy self)
  private mutating func member(_ type: UInt8) throws(DecodeError) -> ByteRange {
    let start = offset
    switch type {
    case MemberType.item: try skip()
    case MemberType.unsigned: _ = try unsigned()
    case MemberType.integer: _ = try integer()
    case MemberType.text: return try textStringRange()
    case MemberType.bytes: return try byteStringRange()
    case MemberType.identifier: try componentIdentifier()
    case MemberType.identifiers:
      for _ in 0..<(try array(1...Int.max)) { try componentIdentifier() }
    default:
      let count = Int(type)
      return try byteStringRange(count...count)
    }
    return range(since: start)
  }

  /// Demands that the string whose content lies at `content` has as many bytes as `limits` allow.
  @inline(never)
  func demand(_ limits: ClosedRange<Int>, of content: ByteRange) throws(DecodeError) {
    guard limits.contains(content.count) else {
      throw DecodeError(
        .outOfRange, at: base &+ content.start &- CBORHead.count(of: UInt64(content.count)))
    }
  }
}
