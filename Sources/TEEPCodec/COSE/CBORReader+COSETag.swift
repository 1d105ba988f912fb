extension CBORReader {
  /// Reads the tag of a COSE message where there is one, which must be one of the two; gives 0 where there is none.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func optionalTag(_ first: UInt64, or second: UInt64) throws(DecodeError) -> UInt64 {
    guard try peek() == .tag else { return 0 }
    let start = offset
    let tag = try argument(of: .tag)
    guard tag == first || tag == second else { throw DecodeError(.unsupported, at: base &+ start) }
    return tag
  }
}
