/// How much of a board's memory a firmware takes, in bytes, by the addresses of its sections.
public struct FirmwareSizes: Equatable, Sendable {
  /// Code and constants.
  public let text: Int
  /// Variables that start with a value; flash holds a copy of them.
  public let data: Int
  /// Variables that start as zero, and what start-up leaves alone.
  public let bss: Int
  /// What the linker script sets aside for the stack.
  public let reservedStack: Int
}

extension FirmwareSizes {
  public init(_ elf: ELFFile, memory: MemoryMap) {
    let allocated = elf.sections.filter { $0.isAllocated && $0.size > 0 }
    let variables = allocated.filter { memory.ram.contains($0.address) && $0.name != ".stack" }
    let sum = { (sections: [ELFSection]) in sections.reduce(0) { $0 + $1.size } }
    text = sum(allocated.filter { memory.code.contains($0.address) })
    data = sum(variables.filter(\.hasContents))
    bss = sum(variables.filter { !$0.hasContents })
    reservedStack = elf.section(".stack")?.size ?? 0
  }
}
