import CLibCBOR
import TEEPTestSupport

/// Diagnostic notation (RFC 8949, section 8) with floating-point numbers as those of 64 bits, as the program of cbor2
/// writes it.
extension LibCBOR {
  static func notation(_ item: UnsafeMutablePointer<cbor_item_t>) -> String {
    switch unsafe cbor_typeof(item) {
    case CBOR_TYPE_UINT: return unsafe "\(cbor_get_int(item))"
    case CBOR_TYPE_NEGINT: return unsafe "-\(UInt128(cbor_get_int(item)) + 1)"
    case CBOR_TYPE_BYTESTRING: return unsafe "h'\(content(of: item, isText: false).hexadecimal)'"
    case CBOR_TYPE_STRING:
      return unsafe "\"\(String(decoding: content(of: item, isText: true), as: UTF8.self))\""
    case CBOR_TYPE_ARRAY:
      let items = unsafe elements(cbor_array_handle(item), cbor_array_size(item))
      return "[\(items.joined(separator: ", "))]"
    case CBOR_TYPE_MAP:
      let pairs = unsafe UnsafeBufferPointer(start: cbor_map_handle(item), count: cbor_map_size(item))
      let notations = unsafe pairs.map { unsafe "\(notation($0.key)): \(notation($0.value))" }
      return "{\(notations.joined(separator: ", "))}"
    case CBOR_TYPE_TAG: return unsafe "\(cbor_tag_value(item))(\(notation(tagged(item))))"
    default: return unsafe simple(item)
    }
  }

  private static func elements(
    _ handle: UnsafeMutablePointer<UnsafeMutablePointer<cbor_item_t>?>?, _ count: Int
  ) -> [String] {
    unsafe UnsafeBufferPointer(start: handle, count: count).map { element in
      guard let element = unsafe element else { return "nothing" }
      return unsafe notation(element)
    }
  }

  /// The item that a tag is about. The field is borrowed: `cbor_tag_item` would count one reference more.
  private static func tagged(_ item: UnsafeMutablePointer<cbor_item_t>) -> UnsafeMutablePointer<cbor_item_t> {
    unsafe item.pointee.metadata.tag_metadata.tagged_item
  }

  /// The content of a string; that of one of indefinite length is its chunks'.
  private static func content(of item: UnsafeMutablePointer<cbor_item_t>, isText: Bool) -> [UInt8] {
    let isDefinite = unsafe isText ? cbor_string_is_definite(item) : cbor_bytestring_is_definite(item)
    if isDefinite {
      let handle = unsafe isText ? cbor_string_handle(item) : cbor_bytestring_handle(item)
      let count = unsafe isText ? cbor_string_length(item) : cbor_bytestring_length(item)
      return unsafe Array(UnsafeBufferPointer(start: handle, count: count))
    }
    let chunks = unsafe isText ? cbor_string_chunks_handle(item) : cbor_bytestring_chunks_handle(item)
    let count = unsafe isText ? cbor_string_chunk_count(item) : cbor_bytestring_chunk_count(item)
    return unsafe UnsafeBufferPointer(start: chunks, count: count).flatMap { chunk in
      guard let chunk = unsafe chunk else { return [UInt8]() }
      return unsafe content(of: chunk, isText: isText)
    }
  }

  private static func simple(_ item: UnsafeMutablePointer<cbor_item_t>) -> String {
    guard unsafe cbor_float_get_width(item) == CBOR_FLOAT_0 else {
      let bits = unsafe cbor_float_get_float(item).bitPattern
      let digits = String(bits, radix: 16)
      return "float(0x" + String(repeating: "0", count: 16 - digits.count) + digits + ")"
    }
    let value = unsafe cbor_ctrl_value(item)
    return [20: "false", 21: "true", 22: "null", 23: "undefined"][value] ?? "simple(\(value))"
  }
}
