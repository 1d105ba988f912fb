/// Where a running emulator can be reached, and how it runs.
public struct EmulatorSettings: Sendable {
  /// The Unix socket of the board's serial line.
  public var link: String
  /// The Unix socket of QEMU's machine protocol.
  public var control: String
  /// Whether the board's timer counts instructions (1.024 ticks each) instead of following the host's clock.
  public var countsInstructions: Bool
  /// What QEMU's random numbers start from, to have them repeat.
  public var seed: Int?
  /// What counts each instruction, where that is wanted.
  public var counter: InstructionCounter?
  /// The file for what is done to registers that QEMU does not model, where that is wanted.
  public var trace: String?

  public init(
    link: String, control: String, countsInstructions: Bool = false, seed: Int? = nil,
    counter: InstructionCounter? = nil, trace: String? = nil
  ) {
    self.link = link
    self.control = control
    self.countsInstructions = countsInstructions
    self.seed = seed
    self.counter = counter
    self.trace = trace
  }

  /// The command line for a board with this memory whose code lies in the file `code`, stopped before its first instruction,
  /// with a debugger's socket at `debug`. QEMU's one machine with a chip of the nRF51 series, which the chip's memory makes
  /// any other.
  func arguments(_ memory: MemoryMap, code: String, debug: String) -> [String] {
    let server = { (path: String) in Self.escaped(path) + ",server=on,wait=off" }
    var arguments = ["-M", "microbit", "-global", "nrf51-soc.flash-size=\(memory.flashSize)"]
    arguments += ["-global", "nrf51-soc.sram-size=\(memory.ram.count)"]
    arguments += ["-display", "none", "-monitor", "none", "-kernel", code, "-S"]
    arguments += ["-chardev", "socket,id=link,path=" + server(link), "-serial", "chardev:link"]
    arguments += ["-qmp", "unix:" + server(control), "-gdb", "unix:" + server(debug)]
    if countsInstructions { arguments += ["-icount", "shift=6,sleep=off"] }
    if let seed { arguments += ["-seed", String(seed)] }
    if let trace { arguments += ["-d", "unimp", "-D", trace] }
    return arguments + (counter?.arguments ?? [])
  }

  /// A comma in a value is written twice in QEMU's options.
  static func escaped(_ path: String) -> String {
    path.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}
