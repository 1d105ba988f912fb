import Foundation
import TEEPTestSupport

/// A key, and the forms in which a program may hold it.
struct SecretKey {
  let name: String
  private let forms: [[UInt8]]

  /// - Parameter bytes: the key as a number, big endian, or as what a cipher takes.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    // As an integer of BearSSL's: digits of 15 bits, the lowest first, each in two bytes, little endian.
    let digits = stride(from: 0, to: bytes.count * 8 - 14, by: 15).flatMap { lowest in
      let digit = (lowest..<lowest + 15).reversed().reduce(0) { digit, bit in
        digit << 1 | Int(bytes[bytes.count - 1 - bit / 8] >> UInt8(bit % 8) & 1)
      }
      return [UInt8(digit & 0xFF), UInt8(digit >> 8)]
    }
    forms = [bytes, bytes.reversed(), digits]
  }

  /// The private key on P-256 of a file that `teep key generate` made: PKCS #8 (RFC 5958) around an ECPrivateKey
  /// (RFC 5915), a version of 1 and an octet string of 32 bytes.
  init(name: String, file: String) throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let base64 = text.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
    guard let der = Data(base64Encoded: base64).map(Array.init),
      let start = der.firstRange(of: [0x02, 0x01, 0x01, 0x04, 0x20])?.upperBound, start + 32 <= der.count
    else { throw Unexpected("\(file) holds no private key on P-256") }
    self.init(name: name, bytes: Array(der[start..<start + 32]))
  }

  /// Whether 12 bytes in a row of any of its forms are in `memory`.
  func isIn(_ memory: [UInt8]) -> Bool {
    let pieces = Set(forms.flatMap { form in (0...form.count - 12).map { Array(form[$0..<$0 + 12]) } })
    return (0...memory.count - 12).contains { pieces.contains(Array(memory[$0..<$0 + 12])) }
  }
}
