/// The content of the protected bucket of a layer that protects only its `alg`: `{1: alg}`, or nothing where the algorithm
/// demands that (``COSEAlgorithm/leavesHeadersUnprotected``). A layer's ``SignatureStructure`` and the like cover it.
public struct COSEProtectedBucket: Sendable {
  private var storage = InlineArray<7, UInt8>(repeating: 0)
  private let count: Int

  @inline(never)
  public init(_ algorithm: COSEAlgorithm) {
    guard !algorithm.leavesHeadersUnprotected else {
      count = 0
      return
    }
    storage[0] = 0xA1
    storage[1] = 0x01
    let number = Int64(algorithm.rawValue)
    let head = CBORHead(
      number < 0 ? .negative : .unsigned, UInt64(truncatingIfNeeded: number < 0 ? -1 &- number : number))
    let bytes = head.bytes
    count = 2 &+ bytes.count
    for index in bytes.indices { storage[2 &+ index] = bytes[index] }
  }

  /// The bytes, none where the bucket is empty.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { storage.span.extracting(first: count) }
  }
}
