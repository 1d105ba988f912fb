/// A SUIT_Common (section 8.4.5): what all sections of a manifest share.
public struct SUITCommon: ~Escapable {
  private let bytes: Span<UInt8>
  private let base: Int
  private var componentsRange = ByteRange.absent
  private var sharedSequenceRange = ByteRange.absent
  /// Number of components.
  public private(set) var componentCount = 0
  private var dependenciesRange = ByteRange.absent
  /// Number of dependencies.
  public private(set) var dependencyCount = 0

  enum Key {
    static let dependencies: UInt64 = 1
    static let components: UInt64 = 2
    static let sharedSequence: UInt64 = 4
  }

  /// Reads the whole of `bytes`.
  @_lifetime(copy bytes)
  @inline(__always)
  init(decoding bytes: Span<UInt8>, base: Int) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private mutating func read() throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    let count = try reader.map()
    var previous = 0
    for _ in 0..<count {
      let keyOffset = base &+ reader.offset
      switch UInt64(try reader.ascendingKey(after: &previous)) {
      case Key.dependencies:
        dependencyCount = try reader.map()
        guard dependencyCount > 0 else { throw DecodeError(.wrongCount, at: keyOffset) }
        let start = reader.offset
        var last = -1
        for _ in 0..<dependencyCount {
          _ = try reader.ascendingKey(after: &last)
          try reader.skip(.map)
        }
        dependenciesRange = reader.range(since: start)
      case Key.components:
        componentCount = try reader.array(1...Int.max)
        let start = reader.offset
        for _ in 0..<componentCount { try reader.componentIdentifier() }
        componentsRange = reader.range(since: start)
      case Key.sharedSequence: sharedSequenceRange = try reader.byteStringRange()
      default: throw DecodeError(.unsupported, at: keyOffset)
      }
    }
    try reader.end()
  }

  /// The encoded identifier of a component; an `index` that no component has is out of range.
  @_lifetime(copy self)
  public func componentIdentifier(at index: Int) throws(DecodeError) -> Span<UInt8> {
    try componentIdentifierReader(at: index).bytes
  }

  /// A reader at the encoded identifier of a component, which is the whole of its bytes.
  @_lifetime(copy self)
  @inline(never)
  public func componentIdentifierReader(at index: Int) throws(DecodeError) -> CBORReader {
    guard index < componentCount else { throw DecodeError(.outOfRange, at: base) }
    var reader = CBORReader(bytes, base: base).nested(componentsRange)
    for _ in 0..<index { try reader.skip() }
    return reader.nested(try reader.skip())
  }

  /// A dependency, in the order of their indices; a `position` that none has is out of range.
  @_lifetime(copy self)
  @inline(never)
  public func dependency(at position: Int) throws(DecodeError) -> SUITDependency {
    guard position < dependencyCount else { throw DecodeError(.outOfRange, at: base) }
    var reader = CBORReader(bytes, base: base).nested(dependenciesRange)
    for _ in 0..<position &* 2 { try reader.skip() }
    var index = -1
    _ = try reader.ascendingKey(after: &index)
    return try SUITDependency(&reader, index: index)
  }

  /// The commands that precede those of each section; nil where there are none.
  @_lifetime(copy self)
  @inline(never)
  public func sharedSequence() throws(DecodeError) -> SUITCommandSequence? {
    guard let content = sharedSequenceContent else { return nil }
    return try SUITCommandSequence(content)
  }

  /// A reader at the encoded commands that precede those of each section; nil where there are none.
  public var sharedSequenceContent: CBORReader? {
    @_lifetime(copy self) get {
      guard sharedSequenceRange.isPresent else { return nil }
      return CBORReader(bytes, base: base).nested(sharedSequenceRange)
    }
  }
}
