import NRF51

/// The operations for which the processor has no instruction, so that the compiler calls `Embedded/CRuntime`.
enum Arithmetic {
  static func calculate(_ operation: UInt8, _ left: UInt64, _ right: UInt64) {
    let word = (left: UInt32(truncatingIfNeeded: left), right: UInt32(truncatingIfNeeded: right))
    let signed = (left: Int32(bitPattern: word.left), right: Int32(bitPattern: word.right))
    switch operation {
    case UInt8(ascii: "*"): Line.send(left &* right)
    case UInt8(ascii: "/"): Line.send(left / right)
    case UInt8(ascii: "%"): Line.send(left % right)
    case UInt8(ascii: "<"): Line.send(left << (right & 63))
    case UInt8(ascii: ">"): Line.send(left >> (right & 63))
    case UInt8(ascii: "a"): Line.send(UInt64(bitPattern: Int64(bitPattern: left) >> (right & 63)))
    case UInt8(ascii: "u"): Line.send(word.left / word.right)
    case UInt8(ascii: "v"): Line.send(word.left % word.right)
    case UInt8(ascii: "i"): Line.send(UInt32(bitPattern: signed.left / signed.right))
    case UInt8(ascii: "j"): Line.send(UInt32(bitPattern: signed.left % signed.right))
    default: SerialLine.send(UInt8(ascii: "?"))
    }
  }
}
