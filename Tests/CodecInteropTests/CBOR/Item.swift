import TEEPCodec
import TEEPTestSupport

/// The data model of CBOR (RFC 8949, section 2), as far as this codec reads and writes it.
indirect enum Item: Equatable {
  case unsigned(UInt64)
  case negative(UInt64)
  case byteString([UInt8])
  case textString(String)
  case array([Item])
  case map([Pair])
  case tag(UInt64, Item)
  case boolean(Bool)
  case null

  struct Pair: Equatable {
    let key: Item
    let value: Item
  }

  /// Diagnostic notation (RFC 8949, section 8).
  var notation: String {
    switch self {
    case .unsigned(let value): "\(value)"
    case .negative(let argument): "-\(UInt128(argument) + 1)"
    case .byteString(let content): "h'\(content.hexadecimal)'"
    case .textString(let text): "\"\(text)\""
    case .array(let items): "[\(items.map(\.notation).joined(separator: ", "))]"
    case .map(let pairs):
      "{\(pairs.map { "\($0.key.notation): \($0.value.notation)" }.joined(separator: ", "))}"
    case .tag(let number, let item): "\(number)(\(item.notation))"
    case .boolean(let value): "\(value)"
    case .null: "null"
    }
  }
}

extension Item {
  /// Reads the next item.
  init(_ reader: inout CBORReader) throws(DecodeError) {
    switch try reader.peek() {
    case .unsigned: self = .unsigned(try reader.unsigned())
    case .negative: self = .negative(try reader.argument(of: .negative))
    case .byteString: self = .byteString([UInt8](try reader.byteString()))
    case .textString: self = .textString(String(decoding: [UInt8](try reader.textString()), as: UTF8.self))
    case .array:
      var items: [Item] = []
      for _ in 0..<(try reader.array()) { items.append(try Item(&reader)) }
      self = .array(items)
    case .map:
      var pairs: [Pair] = []
      for _ in 0..<(try reader.map()) {
        let key = try Item(&reader)
        pairs.append(Pair(key: key, value: try Item(&reader)))
      }
      self = .map(pairs)
    case .tag:
      let number = try reader.argument(of: .tag)
      self = .tag(number, try Item(&reader))
    case .simple: self = try reader.optionalNull() ? .null : .boolean(try reader.boolean())
    }
  }

  func write(into writer: inout CBORWriter) throws(EncodeError) {
    switch self {
    case .unsigned(let value): try writer.unsigned(value)
    case .negative(let argument): try writer.head(.negative, argument)
    case .byteString(let content): try writer.byteString(content.span)
    case .textString(let text): try writer.textString(Array(text.utf8).span)
    case .array(let items):
      try writer.array(items.count)
      for item in items { try item.write(into: &writer) }
    case .map(let pairs):
      try writer.map(pairs.count)
      for pair in pairs {
        try pair.key.write(into: &writer)
        try pair.value.write(into: &writer)
      }
    case .tag(let number, let item):
      try writer.tag(number)
      try item.write(into: &writer)
    case .boolean(let value): try writer.boolean(value)
    case .null: try writer.null()
    }
  }
}
