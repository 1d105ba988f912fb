import BoardTools
import Foundation
import Testing

/// What the firmware build made, in the folder that `TEEP_FIRMWARE` names (default
/// `.build/firmware/armv6m-none-none-eabi/release`).
enum Products {
  private static let named = ProcessInfo.processInfo.environment["TEEP_FIRMWARE"]
  private static let folder = named ?? ".build/firmware/armv6m-none-none-eabi/release"

  /// Whether they are there. Where `TEEP_FIRMWARE` is set they must be, so that no test is skipped unnoticed.
  static let areAvailable = named != nil || FileManager.default.fileExists(atPath: "\(folder)/selftest")

  /// What a suite prints where they are absent: `.enabled(if: Products.areAvailable, Products.absence)`.
  static let absence: Comment = "no firmware has been built; run `make firmware`"

  /// The agent's firmware.
  static func firmware() throws -> ELFFile { try ELFFile(path: "\(folder)/firmware") }

  /// The firmware that lets a test use each driver (`Embedded/SelfTest`).
  static func selfTest() throws -> ELFFile { try ELFFile(path: "\(folder)/selftest") }

  static func board() throws -> BoardFolder { try BoardFolder("microbit") }
}
