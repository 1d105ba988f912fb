public import TEEPCodec
import TEEPHost

/// CBOR diagnostic notation (RFC 8949, section 8; `<< >>` and `'text'` of RFC 8610, appendix G) with the names of
/// fields as comments.
public enum DiagnosticNotation {
  /// Columns up to which an array or a map is put on one line.
  static let lineWidth = 100

  /// The notation of the one item that `bytes` are, one line or more, indented by two columns a level.
  public static func text(of bytes: [UInt8]) throws(DecodeError) -> String {
    let item = try CBORItem(decoding: bytes)
    return try lines(of: item, as: .message).joined(separator: "\n")
  }

  static func lines(of item: CBORItem, as shape: Shape) throws(DecodeError) -> [String] {
    switch shape {
    case .deferred(let make): return try lines(of: item, as: make())
    case .message:
      let known = item.messageShape
      if case .message = known { return try lines(of: item, as: .any) }
      return try lines(of: item, as: known)
    case .either(let bytes, let array, let map):
      switch item.value {
      case .bytes: return try lines(of: item, as: bytes)
      case .array: return try lines(of: item, as: array)
      case .map: return try lines(of: item, as: map)
      default: return try lines(of: item, as: .any)
      }
    case .tagged(_, let untagged):
      if case .tag = item.value {} else { return try lines(of: item, as: untagged) }
    default: break
    }
    switch item.value {
    case .unsigned(let number): return [named("\(number)", item, shape)]
    case .negative(let number): return [named(negative(number), item, shape)]
    case .bytes(let bytes): return try byteString(bytes, at: item.contentOffset, as: shape)
    case .text(let text): return [quoted(text)]
    case .array(let items): return try array(items, as: shape)
    case .map(let pairs): return try map(pairs, as: shape)
    case .tag(let number, let content): return try tag(number, content, as: shape)
    case .simple(let number): return [simple(number)]
    case .float(let number): return [float(number)]
    }
  }

  private static func byteString(_ bytes: [UInt8], at offset: Int, as shape: Shape) throws(DecodeError)
    -> [String]
  {
    switch shape {
    case .wrapped(let inner) where !bytes.isEmpty:
      return try embedded(CBORItem(decoding: bytes, base: offset), as: inner)
    case .maybeWrapped:
      guard let item = try? CBORItem(decoding: bytes, base: offset), item.isComposite else {
        return [readable(bytes)]
      }
      return try embedded(item, as: .message)
    case .componentIdentifier: return [readable(bytes)]
    default: return ["h'\(bytes.hexadecimalDigits)'"]
    }
  }

  private static func embedded(_ item: CBORItem, as shape: Shape) throws(DecodeError) -> [String] {
    enclosed(try lines(of: item, as: shape), "<< ", " >>")
  }

  private static func tag(_ number: UInt64, _ content: CBORItem, as shape: Shape) throws(DecodeError)
    -> [String]
  {
    var inner = Shape.any
    if case .tagged(let shapes, _) = shape, let known = shapes[number] { inner = known }
    return enclosed(try lines(of: content, as: inner), "\(number)(", ")")
  }

  /// The lines with `opening` before the first one and `closing` behind the last one.
  private static func enclosed(_ lines: [String], _ opening: String, _ closing: String) -> [String] {
    var result = lines
    result[0] = opening + result[0]
    result[result.count - 1] += closing
    return result
  }
}
