import TEEPCodec
import TEEPTestSupport

/// The next item in the diagnostic notation of RFC 8949, section 8, made from the values that the reader gives, so that
/// two items with one notation have one meaning. Floating-point numbers, which the reader only passes over, come as
/// their bytes.
func diagnostic(_ reader: inout CBORReader) throws(DecodeError) -> String {
  switch try reader.peek() {
  case .unsigned: return String(try reader.unsigned())
  case .negative: return "-" + String(UInt128(try reader.argument(of: .negative)) + 1)
  case .byteString: return "h'" + [UInt8](try reader.byteString()).hexadecimal + "'"
  case .textString: return "\"" + String(decoding: [UInt8](try reader.textString()), as: UTF8.self) + "\""
  case .array:
    var items: [String] = []
    for _ in 0..<(try reader.array()) { items.append(try diagnostic(&reader)) }
    return "[" + items.joined(separator: ", ") + "]"
  case .map:
    var pairs: [String] = []
    for _ in 0..<(try reader.map()) {
      let key = try diagnostic(&reader)
      pairs.append(key + ": " + (try diagnostic(&reader)))
    }
    return "{" + pairs.joined(separator: ", ") + "}"
  case .tag:
    let number = try reader.argument(of: .tag)
    return "\(number)(" + (try diagnostic(&reader)) + ")"
  case .simple: return try simple(&reader)
  }
}

/// The whole of `bytes` in diagnostic notation; the nesting is checked first.
func diagnostic(_ bytes: Span<UInt8>) throws(DecodeError) -> String {
  var whole = CBORReader(bytes)
  try whole.skip()
  try whole.end()
  var reader = CBORReader(bytes)
  return try diagnostic(&reader)
}

private func simple(_ reader: inout CBORReader) throws(DecodeError) -> String {
  if try reader.optionalNull() { return "null" }
  if let value = try? reader.boolean() { return "\(value)" }
  let start = reader.offset
  let argument = try reader.argument(of: .simple)
  switch (reader.offset - start, argument) {
  case (1, 23): return "undefined"
  case (1, _), (2, _): return "simple(\(argument))"
  case (let count, _): return "float\((count - 1) * 8)(0x" + String(argument, radix: 16) + ")"
  }
}

/// Writes the next item again by its values.
func rewrite(_ reader: inout CBORReader, into writer: inout CBORWriter) throws {
  switch try reader.peek() {
  case .unsigned: try writer.unsigned(try reader.unsigned())
  case .negative: try writer.head(.negative, try reader.argument(of: .negative))
  case .byteString: try writer.byteString(try reader.byteString())
  case .textString: try writer.textString(try reader.textString())
  case .array:
    let count = try reader.array()
    try writer.array(count)
    for _ in 0..<count { try rewrite(&reader, into: &writer) }
  case .map:
    let count = try reader.map()
    try writer.map(count)
    for _ in 0..<(count * 2) { try rewrite(&reader, into: &writer) }
  case .tag:
    try writer.tag(try reader.argument(of: .tag))
    try rewrite(&reader, into: &writer)
  case .simple:
    if try reader.optionalNull() {
      try writer.null()
    } else if let value = try? reader.boolean() {
      try writer.boolean(value)
    } else {
      try writer.head(.simple, try reader.argument(of: .simple))
    }
  }
}
