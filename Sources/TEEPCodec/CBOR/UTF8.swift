extension CBORReader {
  /// Demands well-formed UTF-8 (RFC 3629, section 4): no overlong forms, no surrogates, nothing above U+10FFFF.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  func checkUTF8(_ range: ByteRange) throws(DecodeError) {
    let text = bytes.extracting(range.start..<range.end)
    guard text.isASCII else { return try checkMultibyteUTF8(range) }
  }

  @inline(never)
  private func checkMultibyteUTF8(_ range: ByteRange) throws(DecodeError) {
    var index = range.start
    while index < range.end {
      let lead = bytes[index]
      if lead < 0x80 {
        index &+= 1
        continue
      }
      let count = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0
      guard count > 0, count < range.end &- index else {
        throw DecodeError(.invalidUTF8, at: base &+ index)
      }
      // Only the second byte has narrower bounds than 0x80 to 0xBF, and only after these four leads.
      var low: UInt8 = 0x80
      var high: UInt8 = 0xBF
      switch lead {
      case 0xE0: low = 0xA0
      case 0xED: high = 0x9F
      case 0xF0: low = 0x90
      case 0xF4: high = 0x8F
      default: break
      }
      for position in index &+ 1...index &+ count {
        guard bytes[position] >= low, bytes[position] <= high else {
          throw DecodeError(.invalidUTF8, at: base &+ position)
        }
        low = 0x80
        high = 0xBF
      }
      index &+= count &+ 1
    }
  }
}

extension Span<UInt8> {
  /// Whether no byte has its highest bit set.
  @inline(__always)
  fileprivate var isASCII: Bool {
    guard CBORReader.hasShortPaths, count >= 8 else {
      var allBits: UInt8 = 0
      for index in indices { allBits |= self[index] }
      return allBits < 0x80
    }
    // The last eight bytes are also among those before them, where the number is no multiple of eight.
    var allBits = word(at: count &- 8)
    var index = 0
    while index &+ 8 < count {
      allBits |= word(at: index)
      index &+= 8
    }
    return allBits & 0x8080_8080_8080_8080 == 0
  }

  /// Eight bytes, the first one lowest.
  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    let bytes = extracting(offset..<offset &+ 8)
    return UInt64(bytes[0]) | UInt64(bytes[1]) &<< 8 | UInt64(bytes[2]) &<< 16 | UInt64(bytes[3]) &<< 24
      | UInt64(bytes[4]) &<< 32 | UInt64(bytes[5]) &<< 40 | UInt64(bytes[6]) &<< 48 | UInt64(bytes[7]) &<< 56
  }
}
