/// A SUIT_Common (section 8.4.5): what all sections of a manifest share.
public struct SUITCommon: ~Escapable {
  private let bytes: Span<UInt8>
  private let base: Int
  private var componentsRange = ByteRange.absent
  private var sharedSequenceRange = ByteRange.absent
  /// Number of components.
  public private(set) var componentCount = 0
  /// Whether the manifest has dependencies.
  public private(set) var hasDependencies = false

  /// Reads the whole of `bytes`.
  @_lifetime(copy bytes)
  init(decoding bytes: Span<UInt8>, base: Int) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func read() throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    let count = try reader.map()
    var previous = 0
    for _ in 0..<count {
      let keyOffset = base &+ reader.offset
      switch try reader.ascendingKey(after: &previous) {
      case 1:
        try reader.skip(.map)
        hasDependencies = true
      case 2:
        componentCount = try reader.array(1...Int.max)
        let start = reader.offset
        for _ in 0..<componentCount { try reader.componentIdentifier() }
        componentsRange = reader.range(since: start)
      case 4: sharedSequenceRange = try reader.byteStringRange()
      default: throw DecodeError(.unsupported, at: keyOffset)
      }
    }
    try reader.end()
  }

  /// The encoded identifier of a component; an `index` that no component has is out of range.
  @_lifetime(copy self)
  @inline(never)
  public func componentIdentifier(at index: Int) throws(DecodeError) -> Span<UInt8> {
    guard index < componentCount else { throw DecodeError(.outOfRange, at: base) }
    var reader = CBORReader(bytes, base: base).nested(componentsRange)
    for _ in 0..<index { try reader.skip() }
    let range = try reader.skip()
    return reader.bytes.extracting(range.start..<range.end)
  }

  /// The commands that precede those of each section; nil where there are none.
  @_lifetime(copy self)
  @inline(never)
  public func sharedSequence() throws(DecodeError) -> SUITCommandSequence? {
    guard let content = bytes.bytes(of: sharedSequenceRange) else { return nil }
    return try SUITCommandSequence(
      CBORReader(content, base: base &+ sharedSequenceRange.start))
  }
}
