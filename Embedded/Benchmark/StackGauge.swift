import CBoard

/// Measures how deep the stack becomes below one of its functions: paints what is unused, and looks later what is
/// still painted.
struct StackGauge {
  /// Bytes that were used.
  private(set) var used = 0
  private var top: UInt = 0

  private static let paint: UInt32 = 0xC5C5_C5C5
  /// Not painted, since this type's own functions have their frames there.
  private static let ownFrames: UInt = 64

  @inline(__always)
  mutating func paint() {
    top = board_stack_pointer()
    for address in stride(from: board_stack_limit(), to: top - Self.ownFrames, by: 4) {
      board_store(address, Self.paint)
    }
  }

  @inline(__always)
  mutating func measure() {
    var address = board_stack_limit()
    while address < top, board_load(address) == Self.paint { address += 4 }
    used = Int(truncatingIfNeeded: top - address)
  }
}
