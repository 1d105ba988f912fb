/// A flash image in Intel's hexadecimal object format of 1988: what a board's interface chip takes by drag and drop.
///
/// Records hold 16 bytes. Where all of them are as erased flash is, there is none: whoever programs the image erases first.
public enum IntelHex {
  private enum RecordType: UInt8 {
    case data = 0
    case endOfFile = 1
    case extendedLinearAddress = 4
  }

  private static let bytesPerRecord = 16

  /// The file's text for `bytes` that lie from `address` on, an address below 4 GiB.
  public static func text(_ bytes: some Collection<UInt8>, at address: Int = 0) -> String {
    let bytes = Array(bytes)
    var lines: [String] = []
    var upperHalf = 0
    for start in stride(from: 0, to: bytes.count, by: bytesPerRecord) {
      let content = bytes[start..<min(start + bytesPerRecord, bytes.count)]
      guard content.contains(where: { $0 != FlashImage.erased }) else { continue }
      let place = address + start
      if place >> 16 != upperHalf {
        upperHalf = place >> 16
        lines.append(record(.extendedLinearAddress, at: 0, bigEndian(upperHalf)))
      }
      lines.append(record(.data, at: place & 0xFFFF, Array(content)))
    }
    lines.append(record(.endOfFile, at: 0, []))
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  /// `:`, count, offset, type, content, and what makes the sum of all bytes a multiple of 256.
  private static func record(_ type: RecordType, at offset: Int, _ content: [UInt8]) -> String {
    let bytes = [UInt8(content.count)] + bigEndian(offset) + [type.rawValue] + content
    let checksum = 0 &- bytes.reduce(0, &+)
    return (bytes + [checksum]).reduce(into: ":") { text, byte in
      let digits = String(byte, radix: 16, uppercase: true)
      text += digits.count == 1 ? "0" + digits : digits
    }
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }
}
