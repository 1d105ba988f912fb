import TEEPCodec
import TEEPHost

/// A CBOR item with everything inside it, to be shown.
struct CBORItem {
  indirect enum Value {
    case unsigned(UInt64)
    /// -1 - n
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBORItem])
    case map([(key: CBORItem, value: CBORItem)])
    case tag(UInt64, CBORItem)
    case simple(UInt64)
    case float(Double)
  }

  /// Levels of arrays, maps and tags beyond which an item is refused.
  static let maximumNesting = 32

  let value: Value
  /// Offset in the file of what is inside: of a string, its content.
  let contentOffset: Int

  /// Reads the one item that `bytes` are; `base` is their offset in the file.
  init(decoding bytes: [UInt8], base: Int = 0) throws(DecodeError) {
    var reader = CBORReader(bytes.span, base: base)
    try self.init(&reader, nesting: 0)
    try reader.end()
  }

  private init(_ reader: inout CBORReader, nesting: Int) throws(DecodeError) {
    guard nesting <= Self.maximumNesting else { throw reader.error(.nestedTooDeeply) }
    let start = reader.offset
    switch try reader.peek() {
    case .unsigned: value = try .unsigned(reader.unsigned())
    case .negative: value = try .negative(reader.head().argument)
    case .byteString:
      let range = try reader.byteStringRange()
      value = .bytes([UInt8](copying: reader.bytes.extracting(range.start..<range.end)))
      contentOffset = reader.base + range.start
      return
    case .textString:
      value = try .text(String(decoding: [UInt8](copying: reader.textString()), as: UTF8.self))
    case .array:
      var items: [CBORItem] = []
      for _ in 0..<(try reader.array()) { try items.append(CBORItem(&reader, nesting: nesting + 1)) }
      value = .array(items)
    case .map:
      var pairs: [(key: CBORItem, value: CBORItem)] = []
      for _ in 0..<(try reader.map()) {
        let key = try CBORItem(&reader, nesting: nesting + 1)
        try pairs.append((key, CBORItem(&reader, nesting: nesting + 1)))
      }
      value = .map(pairs)
    case .tag: value = try .tag(reader.head().argument, CBORItem(&reader, nesting: nesting + 1))
    case .simple:
      let argument = try reader.head().argument
      // The width tells a number in floating point from a simple value (RFC 8949, section 3.3).
      switch reader.offset - start {
      case 3: value = .float(Double(half: UInt16(truncatingIfNeeded: argument)))
      case 5: value = .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: argument))))
      case 9: value = .float(Double(bitPattern: argument))
      default: value = .simple(argument)
      }
    }
    contentOffset = reader.base + start
  }
}

extension CBORItem {
  /// The value of an integer that fits.
  var integer: Int64? {
    switch value {
    case .unsigned(let number): Int64(exactly: number)
    case .negative(let number): Int64(exactly: number).map { -1 - $0 }
    default: nil
    }
  }

  var array: [CBORItem]? { if case .array(let items) = value { items } else { nil } }
  var map: [(key: CBORItem, value: CBORItem)]? { if case .map(let pairs) = value { pairs } else { nil } }
  var bytes: [UInt8]? { if case .bytes(let bytes) = value { bytes } else { nil } }
  var isText: Bool { if case .text = value { true } else { false } }

  /// The member of a map with this key.
  subscript(_ key: Int64) -> CBORItem? { map?.first { $0.key.integer == key }?.value }
}

extension Double {
  /// A number in half precision (RFC 8949, appendix D).
  fileprivate init(half bits: UInt16) {
    let fraction = Double(bits & 0x3FF)
    let magnitude: Double =
      switch bits >> 10 & 0x1F {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      case let exponent: (1024 + fraction) * Double(sign: .plus, exponent: Int(exponent) - 25, significand: 1)
      }
    self = bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
