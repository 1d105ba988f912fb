import BoardTools
import Testing

struct IntelHexTests {
  @Test("the bytes of the format's best known example, 0x0100 to 0x010F, make its record")
  func knownRecord() {
    let bytes: [UInt8] = [
      0x21, 0x46, 0x01, 0x36, 0x01, 0x21, 0x47, 0x01, 0x36, 0x00, 0x7E, 0xFE, 0x09, 0xD2, 0x19, 0x01,
    ]
    #expect(
      IntelHex.text(bytes, at: 0x0100)
        == ":10010000214601360121470136007EFE09D2190140\r\n:00000001FF\r\n")
  }

  @Test("erased flash is left out, and what lies beyond 64 KiB gets the upper half of its address")
  func upperHalf() {
    var bytes = [UInt8](repeating: 0xFF, count: 48)
    bytes[32] = 0x0A
    // 02 + 00 + 00 + 04 + 00 + 01 = 07, and 100 - 07 = F9; 01 + 00 + 10 + 00 … with 15 times FF as content:
    // 10 + 00 + 10 + 00 + 0A + 15 * FF = 0F1B, and 100 - 1B = E5.
    #expect(
      IntelHex.text(bytes, at: 0xFFF0)
        == ":020000040001F9\r\n:100010000AFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE5\r\n:00000001FF\r\n")
  }

  @Test("a short last record says how short it is")
  func shortRecord() {
    // 02 + 10 + 00 + 00 + 12 + 34 = 58, and 100 - 58 = A8.
    #expect(IntelHex.text([0x12, 0x34], at: 0x1000) == ":021000001234A8\r\n:00000001FF\r\n")
  }
}
