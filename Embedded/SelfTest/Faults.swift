import CBoard
import NRF51

/// What must end in a restart.
enum Faults {
  /// No memory lies behind the flash.
  static func readBeyondMemory() {
    Line.send(board_load(board_store_end()))
  }

  /// An index of 4 or more traps.
  static func indexBeyondArray(_ index: UInt8) {
    let table: InlineArray<4, UInt8> = [1, 2, 3, 4]
    SerialLine.send(table[Int(index)])
  }

  /// 12 KiB of stack where 8 are.
  static func useMoreStackThanThereIs(_ byte: UInt8) {
    let large = InlineArray<12288, UInt8>(repeating: byte)
    SerialLine.send(sum(large.span))
  }

  @inline(never)
  private static func sum(_ bytes: Span<UInt8>) -> UInt8 {
    var sum: UInt8 = 0
    for index in bytes.indices { sum &+= bytes[index] }
    return sum
  }
}
