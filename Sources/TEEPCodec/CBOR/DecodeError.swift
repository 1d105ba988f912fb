/// Why bytes are not what they should be, and where.
public struct DecodeError: Error, Equatable, Sendable {
  /// One broken rule.
  public enum Reason: UInt8, Sendable {
    /// The bytes end before the item does.
    case truncated
    /// Bytes follow the item that should be the last.
    case trailingBytes
    /// The item is of another major type than its place demands.
    case unexpectedType
    /// Additional information that the major type does not have, a break where nothing is open, or a simple value
    /// below 32 in two bytes (RFC 8949, section 3).
    case notWellFormed
    /// An integer or length in more bytes than it needs (RFC 8949, section 4.2.1).
    case notShortest
    /// A string, array or map of indefinite length.
    case indefiniteLength
    /// More levels of arrays, maps and tags than ``CBORReader/maximumNesting``.
    case nestedTooDeeply
    /// A number outside of what its place allows, or a length outside of its limits.
    case outOfRange
    /// The same key twice in one map.
    case duplicateKey
    /// Keys of a map out of the deterministic order where a specification demands it.
    case unsortedKeys
    /// A text string that is not UTF-8.
    case invalidUTF8
    /// An array or map with another number of items than its place demands.
    case wrongCount
    /// A member that must be there is not.
    case missingMember
    /// A type, version, tag or element that this implementation does not know and may not pass over.
    case unsupported
    /// More of something than the named bound of this implementation.
    case tooMany
    /// A COSE header parameter in the bucket where it may not be (RFC 9052, section 3).
    case wrongBucket
    /// A label in `crit` that is not understood here (RFC 9052, section 3.1).
    case unknownCritical
    /// An elliptic curve point whose y is only a sign (RFC 9053, section 7.1.1).
    case compressedPoint
  }

  /// The rule.
  public let reason: Reason
  /// Bytes from the start of the outermost message to the item that breaks the rule, to the content that ends too
  /// early, or to the byte that no UTF-8 has there.
  public let offset: Int

  @inline(never)
  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

#if !hasFeature(Embedded)
  extension DecodeError: CustomStringConvertible {
    /// A sentence for people: what is wrong, which rule says so, and where.
    public var description: String {
      let what =
        switch reason {
        case .truncated: "the bytes end too early"
        case .trailingBytes: "bytes follow what should be the last item"
        case .unexpectedType: "an item of another type is needed here"
        case .notWellFormed: "this is not well-formed CBOR"
        case .notShortest: "a number or length has more bytes than it needs"
        case .indefiniteLength: "a string, array or map has no length in its head"
        case .nestedTooDeeply: "arrays, maps and tags are nested too deeply"
        case .outOfRange: "a number or length is outside of the bounds of its field"
        case .duplicateKey: "a map has this key twice"
        case .unsortedKeys: "the keys of a map are not in ascending order"
        case .invalidUTF8: "a text string is not UTF-8"
        case .wrongCount: "an array or map has another number of items than its place demands"
        case .missingMember: "a member that must be in this array or map is missing"
        case .unsupported: "a type, version, tag or member is not supported and may not be passed over"
        case .tooMany: "there are more items than this implementation takes"
        case .wrongBucket: "a COSE header parameter is in a bucket where it may not be"
        case .unknownCritical: "a critical COSE header parameter is not understood"
        case .compressedPoint: "a compressed point is not supported"
        }
      let broken = rule.map { " (rule: \($0))" } ?? ""
      return "\(what)\(broken), at offset \(offset)"
    }
  }
#endif
