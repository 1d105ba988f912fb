import CLibCBOR
import TEEPTestSupport

/// Debian's libcbor 0.8 as an oracle.
enum LibCBOR {
  /// Whether libcbor takes the whole of `bytes` for one item; nil where it must not be asked.
  static func isWellFormed(_ bytes: [UInt8]) -> Bool? {
    guard isHarmless(bytes) else { return nil }
    return unsafe withItem(bytes) { _ in true } ?? false
  }

  /// The item in `bytes` in the notation of the tests; nil where libcbor does not read it or must not be asked.
  static func notation(_ bytes: [UInt8]) -> String? {
    guard isHarmless(bytes) else { return nil }
    return unsafe withItem(bytes) { unsafe notation($0) }
  }

  private static func withItem<Result>(
    _ bytes: [UInt8], _ body: (UnsafeMutablePointer<cbor_item_t>) -> Result
  ) -> Result? {
    var result = cbor_load_result()
    var item = unsafe bytes.withUnsafeBufferPointer { unsafe cbor_load($0.baseAddress, $0.count, &result) }
    guard let loaded = unsafe item else { return nil }
    defer { unsafe cbor_decref(&item) }
    return unsafe result.read == bytes.count ? body(loaded) : nil
  }

  /// libcbor allocates what the head of an array or map claims before it looks for the items, so it is not asked about
  /// bytes of which any four or eight behind such a head claim more than there are.
  private static func isHarmless(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 65536 else { return false }
    return bytes.indices.allSatisfy { index in
      let width = [0x9A: 4, 0xBA: 4, 0x9B: 8, 0xBB: 8][bytes[index]] ?? 0
      let argument = bytes[(index + 1)...].prefix(width)
      return argument.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } <= UInt64(bytes.count)
    }
  }
}
