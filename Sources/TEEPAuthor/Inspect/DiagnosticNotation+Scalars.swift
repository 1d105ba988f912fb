import TEEPHost

/// Items without others inside.
extension DiagnosticNotation {
  /// A number, with the name that it has in this place.
  static func named(_ number: String, _ item: CBORItem, _ shape: Shape) -> String {
    switch shape {
    case .number(let names):
      guard let name = item.integer.flatMap({ names[$0] }) else { return number }
      return "\(number) / \(name) /"
    case .bits(let names):
      guard let value = item.integer, value > 0 else { return number }
      let set = names.enumerated().filter { value >> Int64($0.offset) & 1 == 1 }.map(\.element)
      return set.isEmpty ? number : "\(number) / \(set.joined(separator: " + ")) /"
    default: return number
    }
  }

  /// -1 - `number`, which may be below the range of any integer here.
  static func negative(_ number: UInt64) -> String {
    number == .max ? "-18446744073709551616" : "-\(number + 1)"
  }

  static func simple(_ number: UInt64) -> String {
    switch number {
    case 20: "false"
    case 21: "true"
    case 22: "null"
    case 23: "undefined"
    default: "simple(\(number))"
    }
  }

  static func float(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return "\(number)"
  }

  /// Bytes as text where they are printable, in hexadecimal otherwise.
  static func readable(_ bytes: [UInt8]) -> String {
    let isText =
      !bytes.isEmpty
      && bytes.allSatisfy {
        (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\")
      }
    return isText ? "'\(String(decoding: bytes, as: UTF8.self))'" : "h'\(bytes.hexadecimalDigits)'"
  }

  /// A text string with the escapes of JSON (RFC 8259, section 7).
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

extension CBORItem {
  /// Whether there are other items inside.
  var isComposite: Bool {
    switch value {
    case .array, .map, .tag: true
    default: false
    }
  }
}
