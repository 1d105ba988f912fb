/// Encodes CBOR by RFC 8949, section 3, apart from the codec that is under test.
indirect enum HandmadeCBOR {
  case unsigned(UInt64)
  case negative(Int64)
  case bytes([UInt8])
  case text(String)
  case array([HandmadeCBOR])
  /// Pairs in the order given.
  case map([(HandmadeCBOR, HandmadeCBOR)])
  case tagged(UInt64, HandmadeCBOR)
  case boolean(Bool)
  case null
  /// Bytes that are encoded already.
  case raw([UInt8])

  var encoded: [UInt8] {
    switch self {
    case .unsigned(let value): Self.head(0, value)
    case .negative(let value): Self.head(1, UInt64(-1 - value))
    case .bytes(let bytes): Self.head(2, UInt64(bytes.count)) + bytes
    case .text(let text): Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
    case .array(let items): Self.head(4, UInt64(items.count)) + items.flatMap(\.encoded)
    case .map(let pairs): Self.head(5, UInt64(pairs.count)) + pairs.flatMap { $0.encoded + $1.encoded }
    case .tagged(let tag, let item): Self.head(6, tag) + item.encoded
    case .boolean(let value): [value ? 0xF5 : 0xF4]
    case .null: [0xF6]
    case .raw(let bytes): bytes
    }
  }

  private static func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
    let top = major << 5
    switch argument {
    case 0..<24: return [top | UInt8(argument)]
    case 24..<0x100: return [top | 24, UInt8(argument)]
    case 0x100..<0x1_0000: return [top | 25] + bigEndian(argument, 2)
    case 0x1_0000..<0x1_0000_0000: return [top | 26] + bigEndian(argument, 4)
    default: return [top | 27] + bigEndian(argument, 8)
    }
  }

  private static func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64(count - 1 - $0))) }
  }
}

extension HandmadeCBOR: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  init(integerLiteral value: Int64) { self = value < 0 ? .negative(value) : .unsigned(UInt64(value)) }
  init(stringLiteral value: String) { self = .text(value) }
  init(arrayLiteral elements: HandmadeCBOR...) { self = .array(elements) }
}
