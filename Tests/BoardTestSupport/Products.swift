public import BoardTools
import Foundation

/// What the firmware build made, in the folder that `TEEP_FIRMWARE` names (default `.build/firmware`), where each board has
/// a folder of its own.
public enum Products {
  private static let named = ProcessInfo.processInfo.environment["TEEP_FIRMWARE"]
  /// The board that QEMU's machine is.
  private static let emulatedBoard = "microbit"

  private static func folder(_ board: String) -> String {
    "\(named ?? ".build/firmware")/\(board)/armv6m-none-none-eabi/release"
  }

  /// Whether they are there. Where `TEEP_FIRMWARE` is set they must be, so that no test is skipped unnoticed.
  public static let areAvailable =
    named != nil || FileManager.default.fileExists(atPath: "\(folder(emulatedBoard))/selftest")

  /// What a suite prints where they are absent: `.enabled(if: Products.areAvailable, "\(Products.absence)")`.
  public static let absence = "no firmware has been built; run `make firmware`"

  /// The agent's firmware for the board `name`.
  public static func firmware(of name: String) throws -> ELFFile {
    try ELFFile(path: "\(folder(name))/firmware")
  }

  /// The agent's firmware for the board that is emulated.
  public static func firmware() throws -> ELFFile { try firmware(of: emulatedBoard) }

  /// The firmware that lets a test use each driver (`Embedded/SelfTest`).
  public static func selfTest() throws -> ELFFile { try ELFFile(path: "\(folder(emulatedBoard))/selftest") }

  /// The application of the emulated board that shows what is installed (`boards/microbit/Example`).
  public static func example() throws -> ELFFile { try ELFFile(path: "\(folder(emulatedBoard))/example") }

  public static func board() throws -> BoardFolder { try BoardFolder(emulatedBoard) }
}
