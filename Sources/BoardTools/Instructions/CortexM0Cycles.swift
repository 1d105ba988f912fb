/// Cycles of a Cortex-M0 with the multiplier of one cycle and memory without wait states (Cortex-M0 Technical Reference
/// Manual r0p0, table 3-1).
public enum CortexM0Cycles {
  /// Cycles of the instruction that begins with `halfword`, one time: and how many more where it jumps.
  static func cycles(_ halfword: Int) -> (always: Int, more: Int) {
    let registers = (halfword & 0xFF).nonzeroBitCount
    switch halfword {
    case 0x4400...0x44FF, 0x4600...0x46FF: return (1, 2)  // ADD and MOV of high registers: to the PC
    case 0x4700...0x47FF: return (3, 0)  // BX, BLX
    case 0x4800...0x9FFF: return (2, 0)  // loads and stores
    case 0xB400...0xB5FF: return (1 + (halfword & 0x1FF).nonzeroBitCount, 0)  // PUSH
    case 0xBC00...0xBCFF: return (1 + registers, 0)  // POP
    case 0xBD00...0xBDFF: return (5 + registers, 0)  // POP with the PC, which counts as a register
    case 0xBF30: return (2, 0)  // WFI
    case 0xC000...0xCFFF: return (1 + registers, 0)  // STM, LDM
    case 0xD000...0xDDFF: return (1, 2)  // B with a condition
    case 0xE000...0xE7FF: return (3, 0)  // B
    case 0xE800...0xFFFF: return (4, 0)  // BL, MRS, MSR, barriers
    default: return (1, 0)
    }
  }

  /// Cycles of all that ran; `halfword` is what lies at an address.
  public static func total(
    _ counts: InstructionCounts, halfword: (_ address: Int) -> Int?
  ) -> Int {
    counts.runs.reduce(0) { sum, entry in
      let (always, more) = cycles(halfword(entry.key) ?? 0)
      return sum + always * entry.value.count + more * entry.value.jumps
    }
  }
}

extension ELFFile {
  /// The two bytes that are loaded at `address`, if the file holds some for it.
  public func halfword(at address: Int) -> Int? {
    word(at: address & ~3).map { $0 >> (8 * (address & 2)) & 0xFFFF }
  }
}
