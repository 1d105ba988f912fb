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

  /// The most bytes of stack that the firmware has used since it started.
  public func peakStack(_ elf: ELFFile) throws -> Int {
    let limit = try elf.address(of: "__stack_limit")
    let top = try elf.address(of: "__stack_top")
    return StackPaint.peak(in: try QMPClient(path: path).memory(limit, count: top - limit))
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
