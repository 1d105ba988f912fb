/// The header parameters of one COSE layer that signatures need (RFC 9052, section 3.1).
public struct COSEHeaders: Sendable {
  /// Parameters in one bucket beyond which a message is refused.
  public static let maximumCount = 8

  /// `alg`, taken from the protected bucket only.
  public private(set) var algorithm: COSEAlgorithm?
  /// Where the content of the protected bucket lies in the bytes of the message; no bytes where it is empty.
  public private(set) var protected = ByteRange.absent
  /// Where the `kid` of the unprotected or protected bucket lies in the bytes of the message.
  public private(set) var keyIdentifier = ByteRange.absent

  private enum Label {
    static let algorithm: Int64 = 1
    static let critical: Int64 = 2
    static let contentType: Int64 = 3
    static let keyIdentifier: Int64 = 4
    static let initializationVector: Int64 = 5
    static let partialInitializationVector: Int64 = 6
  }

  /// Reads both buckets. A `crit` is refused, since no extension is understood here that could be critical;
  /// an `alg` outside of the protected bucket and a label in both buckets are refused.
  init(_ reader: inout CBORReader) throws(DecodeError) {
    protected = try reader.byteStringRange()
    var seen: UInt8 = 0
    if protected.count > 0 {
      var bucket = reader.nested(protected)
      if try read(&bucket, rangesStartAt: protected.start, isProtected: true, seen: &seen) == 0 {
        // An encoded empty map is signed as the empty string that stands for it (RFC 9052, section 4.4).
        protected = ByteRange(start: protected.start, count: 0)
      }
      try bucket.end()
    }
    _ = try read(&reader, rangesStartAt: 0, isProtected: false, seen: &seen)
  }

  /// Reads one bucket; gives its number of parameters.
  @inline(never)
  private mutating func read(
    _ reader: inout CBORReader, rangesStartAt start: Int, isProtected: Bool, seen: inout UInt8
  ) throws(DecodeError) -> Int {
    let count = try reader.map(upTo: Self.maximumCount)
    let firstKey = reader.offset
    for index in 0..<count {
      let keyOffset = reader.offset
      let key = try reader.skip()
      try reader.checkKey(key, isNotAmongFirst: index, of: firstKey)
      var keyReader = reader.nested(key)
      let label: Int64
      switch try keyReader.peek() {
      case .unsigned, .negative: label = try keyReader.integer()
      case .textString: label = .min
      default: throw keyReader.error(.unexpectedType)
      }
      if label >= Label.algorithm, label <= Label.partialInitializationVector {
        let bit = 1 &<< UInt8(truncatingIfNeeded: label)
        guard seen & bit == 0 else { throw DecodeError(.duplicateKey, at: reader.base &+ keyOffset) }
        seen |= bit
      }
      switch label {
      case Label.algorithm:
        guard isProtected else { throw DecodeError(.unsupported, at: reader.base &+ keyOffset) }
        algorithm = COSEAlgorithm(rawValue: try reader.integer32())
      // Nothing of a signature is encrypted, so these can only be another label gone wrong.
      case Label.critical, Label.initializationVector, Label.partialInitializationVector:
        throw DecodeError(.unsupported, at: reader.base &+ keyOffset)
      case Label.keyIdentifier:
        let range = try reader.byteStringRange()
        keyIdentifier = ByteRange(start: start &+ range.start, count: range.count)
      default: try reader.skip()
      }
    }
    return count
  }
}
