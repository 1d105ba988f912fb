import Foundation

/// A board in QEMU for tests: runs a firmware, loses power where it is told to, and starts again from what its flash
/// held.
public actor EmulatedBoard {
  /// The Unix socket of the serial line; one client at a time.
  public nonisolated let link: String
  public nonisolated let control: ControlSocket
  private let elf: ELFFile
  private let memory: MemoryMap
  private let settings: EmulatorSettings
  private let folder: URL
  private var emulator: Emulator?
  private var debugger: GDBClient?

  // The debugger's waits block a thread, which is not one of those that other tasks need.
  private nonisolated let executor = QueueExecutor("board")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.reference }

  /// Describes a board that is not yet running.
  public init(
    _ board: BoardFolder, firmware: ELFFile, countsInstructions: Bool = false, seed: Int? = nil,
    counter: InstructionCounter? = nil, trace: String? = nil
  ) throws {
    elf = firmware
    memory = try board.memoryMap()
    folder = try Emulator.makeFolder()
    link = folder.appending(path: "link").path
    control = ControlSocket(path: folder.appending(path: "control").path)
    settings = EmulatorSettings(
      link: link, control: control.path, countsInstructions: countsInstructions, seed: seed,
      counter: counter, trace: trace)
  }

  deinit {
    emulator?.kill()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Switches the board on. Its store holds the bytes of `store`, and erased flash behind them.
  public func start(store: [UInt8] = []) throws {
    try start(FlashImage(elf, store: store, memory: memory))
  }

  private func start(_ image: FlashImage) throws {
    powerOff()
    emulator = try Emulator(image, settings: settings)
  }

  /// What the flash holds.
  public func flash() throws -> FlashImage {
    try control.flash(memory)
  }

  /// What RAM holds.
  public func ram() throws -> [UInt8] {
    try control.ram(memory)
  }

  /// The most bytes of stack that were used since the firmware started.
  public func peakStack() throws -> Int {
    try control.peakStack(elf)
  }

  /// Takes the power away at once.
  public func powerOff() {
    debugger = nil
    emulator?.kill()
    emulator = nil
  }

  /// Ends the emulator in its own way, which leaves the whole trace in its file.
  public func quit() throws {
    try control.quit()
    emulator?.waitForExit()
    emulator = nil
  }

  /// Takes the power away and gives it back: RAM is lost, flash is not.
  public func cyclePower() throws {
    try start(try flash())
  }

  /// Overwrites what lies at an address, flash among it, until the next restart.
  public func overwrite(_ bytes: [UInt8], at address: Int) throws {
    guard let emulator else { throw BoardToolError("the board is switched off") }
    let debugger = try emulator.debugger()
    try debugger.write(bytes[...], at: address)
    try debugger.detach()
  }

  /// From here on flash operations count, and the machine stops before the next one.
  public func armPowerCut() throws {
    guard let emulator else { throw BoardToolError("the board is switched off") }
    let debugger = try emulator.debugger()
    for address in try flashOperations() { try debugger.setBreakpoint(at: address) }
    try debugger.resume()
    self.debugger = debugger
  }

  /// Waits until the firmware is about to start its n-th flash operation (a word programmed or a page erased, the
  /// first is 1) since ``armPowerCut()``, and leaves the machine stopped there.
  public func waitForFlashOperation(_ n: Int, within time: Duration) throws {
    guard let debugger else { throw BoardToolError("no power cut was armed") }
    let deadline = ContinuousClock.now + time
    for operation in 1...n {
      try debugger.waitForStop(until: deadline)
      if operation < n { try passBreakpoint(debugger) }
    }
  }

  /// Lets the firmware run until `isOver`, and gives what the store held before each flash operation since
  /// ``armPowerCut()`` and what it holds in the end.
  public func storesBetweenFlashOperations(until isOver: @Sendable () -> Bool) throws -> [[UInt8]] {
    guard let debugger else { throw BoardToolError("no power cut was armed") }
    var stores: [[UInt8]] = []
    while true {
      // What is over has no operation left, so that the question has to come first.
      let wasOver = isOver()
      if try debugger.hasStopped(by: .now + .milliseconds(20)) {
        stores.append(Array(try flash().store))
        try passBreakpoint(debugger)
      } else if wasOver {
        return stores + [Array(try flash().store)]
      }
    }
  }

  /// Goes on from a breakpoint: the debugger would stop at the same one again.
  private func passBreakpoint(_ debugger: GDBClient) throws {
    let addresses = try flashOperations()
    for address in addresses { try debugger.clearBreakpoint(at: address) }
    try debugger.step()
    for address in addresses { try debugger.setBreakpoint(at: address) }
    try debugger.resume()
  }

  /// Where the firmware's flash operations begin (`Embedded/NRF51/Drivers/FlashController.swift`).
  private func flashOperations() throws(BoardToolError) -> [Int] {
    [try elf.address(of: "flash_program"), try elf.address(of: "flash_erase")]
  }
}
