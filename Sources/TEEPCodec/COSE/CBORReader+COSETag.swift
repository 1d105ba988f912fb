extension CBORReader {
  /// Reads the tag of a COSE message where there is one, which must be one of the two; gives 0 where there is none.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func optionalTag(_ first: UInt8, or second: UInt8) throws(DecodeError) -> UInt8 {
    guard try peek() == .tag else { return 0 }
    let start = offset
    let argument = try argument(of: .tag)
    let tag = UInt8(truncatingIfNeeded: argument)
    guard tag == first || tag == second, argument == UInt64(tag) else {
      throw DecodeError(.unsupported, at: base &+ start)
    }
    return tag
  }

  /// Reads the opening of a COSE message that may name its recipients: an optional tag and the head of an array, which
  /// has `count` elements in the form without recipients and one more in the form with them.
  ///
  /// - Returns: where the array begins, and whether it is the form without recipients.
  @_lifetime(self: copy self)
  mutating func openingOfMessage(
    of count: Int, tag: UInt64, tagWithRecipients: UInt64
  ) throws(DecodeError) -> (start: Int, isWithoutRecipients: Bool) {
    let found = try optionalTag(UInt8(tag), or: UInt8(tagWithRecipients))
    let start = offset
    let isWithoutRecipients = try array(count...count &+ 1) == count
    guard found == 0 || isWithoutRecipients == (found == UInt8(tag)) else {
      throw DecodeError(.wrongCount, at: base &+ start)
    }
    return (start, isWithoutRecipients)
  }
}
