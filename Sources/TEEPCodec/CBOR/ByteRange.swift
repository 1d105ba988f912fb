/// Where something lies within the bytes of its message.
///
/// What is not there has the empty range at offset 0, where nothing that was read can lie.
public struct ByteRange: Equatable, Sendable, BitwiseCopyable {
  @usableFromInline let rawStart: UInt32
  @usableFromInline let rawCount: UInt32

  /// Both values are those of bytes that are in memory, and a message has less than 4 GiB.
  @inlinable
  public init(start: Int, count: Int) {
    rawStart = UInt32(truncatingIfNeeded: start)
    rawCount = UInt32(truncatingIfNeeded: count)
  }

  /// The range of a member that is not there.
  public static let absent = ByteRange(start: 0, count: 0)

  /// Whether the member is there, be it empty.
  @inlinable public var isPresent: Bool { rawStart | rawCount != 0 }
  /// Offset of the first byte.
  @inlinable public var start: Int { Int(truncatingIfNeeded: rawStart) }
  /// Number of bytes.
  @inlinable public var count: Int { Int(truncatingIfNeeded: rawCount) }
  /// Offset behind the last byte.
  @inlinable public var end: Int { start &+ count }

  /// The content of a string of less than 256 bytes that lies here with its head, which is of shortest form.
  var contentOfShortString: ByteRange {
    let head = count <= 24 ? 1 : 2
    return ByteRange(start: start &+ head, count: count &- head)
  }
}

extension Span<UInt8> {
  /// The bytes of `range`, none where the member is absent.
  @_lifetime(copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public func bytes(of range: ByteRange) -> Span<UInt8>? {
    guard range.isPresent else { return nil }
    return extracting(range.start..<range.end)
  }

  /// The bytes of a member that must be there; no bytes where it is absent.
  @_lifetime(copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public func bytes(ofPresent range: ByteRange) -> Span<UInt8> {
    extracting(range.start..<range.end)
  }

  /// Whether both have the same bytes. Not for secrets: it stops at the first difference.
  @inline(never)
  public func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }

  /// The bytewise lexicographic order of both (RFC 8949, section 4.2.1): less than 0 where this one comes first, 0 where
  /// they are equal.
  @inline(never)
  func order(against other: Span<UInt8>) -> Int {
    for index in 0..<min(count, other.count) where self[index] != other[index] {
      return Int(self[index]) &- Int(other[index])
    }
    return count &- other.count
  }
}
