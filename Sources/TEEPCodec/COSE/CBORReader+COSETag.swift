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
}
