/// How QEMU is told to be the board: `boards/<name>/emulator.json`.
public struct EmulatorDescription: Codable, Equatable, Sendable {
  /// The name that `qemu-system-arm -M` takes.
  public let machine: String
  /// Further arguments, for boards that differ from the machine.
  public let arguments: [String]
}
