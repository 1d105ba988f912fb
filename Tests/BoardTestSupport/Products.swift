public import BoardTools
import Foundation

/// What the firmware build made, in the folder that `TEEP_FIRMWARE` names (default
/// `.build/firmware/armv6m-none-none-eabi/release`).
public enum Products {
  private static let named = ProcessInfo.processInfo.environment["TEEP_FIRMWARE"]
  private static let folder = named ?? ".build/firmware/armv6m-none-none-eabi/release"

  /// Whether they are there. Where `TEEP_FIRMWARE` is set they must be, so that no test is skipped unnoticed.
  public static let areAvailable =
    named != nil || FileManager.default.fileExists(atPath: "\(folder)/selftest")

  /// What a suite prints where they are absent: `.enabled(if: Products.areAvailable, "\(Products.absence)")`.
  public static let absence = "no firmware has been built; run `make firmware`"

  /// The agent's firmware.
  public static func firmware() throws -> ELFFile { try ELFFile(path: "\(folder)/firmware") }

  /// The firmware that lets a test use each driver (`Embedded/SelfTest`).
  public static func selfTest() throws -> ELFFile { try ELFFile(path: "\(folder)/selftest") }

  public static func board() throws -> BoardFolder { try BoardFolder("microbit") }
}
