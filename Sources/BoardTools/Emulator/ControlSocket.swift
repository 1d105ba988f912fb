/// What can be asked of an emulator that runs, through its control socket.
public struct ControlSocket: Sendable {
  public let path: String

  public init(path: String) {
    self.path = path
  }

  /// What the board's flash holds now.
  public func flash(_ memory: MemoryMap) throws -> FlashImage {
    let bytes = try QMPClient(path: path).memory(0, count: memory.flashSize)
    return try FlashImage(bytes: bytes, memory: memory, name: "the board's flash")
  }

  /// What the board's RAM holds now.
  public func ram(_ memory: MemoryMap) throws -> [UInt8] {
    try QMPClient(path: path).memory(memory.ram.lowerBound, count: memory.ram.count)
  }

  /// The most bytes of stack that the firmware has used since it started: before it last wiped the stack, or since then.
  public func peakStack(_ elf: ELFFile) throws -> Int {
    let limit = try elf.address(of: "__stack_limit")
    let top = try elf.address(of: "__stack_top")
    let client = try QMPClient(path: path)
    let painted = StackPaint.peak(in: try client.memory(limit, count: top - limit))
    // A firmware that never wipes its stack has no such word.
    guard let word = try? elf.address(of: "board_stack_peak") else { return painted }
    let noted = try client.memory(word, count: 4).reversed().reduce(0) { $0 << 8 | Int($1) }
    return max(painted, noted)
  }

  /// Resets the chip. QEMU loads the code again and keeps the store.
  public func reset() throws {
    try QMPClient(path: path).execute("system_reset")
  }

  /// Ends the emulator.
  public func quit() throws {
    try QMPClient(path: path).quit()
  }
}
