import BoardTestSupport
import Foundation
import TEEPTestSupport
import Testing

/// What `make flash` has OpenOCD do (`scripts/flash`), written down by a program in its place.
@Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
struct FlashScriptTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let openocd = try folder.write(
      Array("#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$RECORD\"\n".utf8), to: "openocd")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: openocd)
  }

  /// The commands that OpenOCD is given, without `-c`.
  private func commands(_ arguments: String...) throws -> [String] {
    let path = folder.path("") + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    let outcome = try Command("env").run(
      ["PATH=\(path)", "RECORD=\(folder.path("record"))", "scripts/flash"] + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let lines = String(decoding: try folder.read("record"), as: UTF8.self).split(separator: "\n").map(
      String.init)
    #expect(lines.prefix(2) == ["-f", "boards/\(arguments.last { !$0.contains("/") } ?? "")/openocd.cfg"])
    return lines.dropFirst(2).filter { $0 != "-c" }
  }

  private func firmware(_ board: String) -> String {
    "program .build/firmware/\(board)/armv6m-none-none-eabi/release/firmware verify"
  }

  @Test(
    "the firmware goes where it is linked to, a store to the address of STORE, and one in Intel HEX where that says"
  )
  func programs() throws {
    #expect(
      try commands("microbit") == ["init", "reset halt", firmware("microbit"), "reset run", "shutdown"])
    for (board, address) in [("microbit", "0x00019000"), ("nrf51-dk", "0x00023000")] {
      for (name, place) in [("store.bin", " \(address)"), ("store.hex", "")] {
        let store = try folder.write([0], to: name)
        #expect(
          try commands(board, store)
            == [
              "init", "reset halt", firmware(board), "program {\(store)}\(place) verify", "reset run",
              "shutdown",
            ])
      }
    }
  }

  /// nRF51 Reference Manual 3.0: UICR begins at 0x1000_1000 and has RBPCONF at offset 4 (section 8), whose bits 15 to 8, PALL,
  /// protect all of the code where they are 0x00; erased bits stay 1. NVMC, at 0x4001_E000, has CONFIG at offset 0x504,
  /// whose WEN, 1, lets words be written (section 6).
  @Test(
    "PROTECT=yes writes PALL of UICR.RBPCONF, with writing allowed for that word alone, when all is programmed"
  )
  func protects() throws {
    let (uicr, nvmc) = (0x1000_1000, 0x4001_E000)
    let words = [(nvmc + 0x504, 1), (uicr + 4, 0xFFFF_FFFF & ~(0xFF << 8)), (nvmc + 0x504, 0)]
    let commands = try commands("--protect", "microbit")
    #expect(commands.dropLast(5) == ["init", "reset halt", firmware("microbit")])
    let written = commands.suffix(5).prefix(3).map { $0.split(separator: " ").map(String.init) }
    #expect(written.map(\.first) == ["mww", "mww", "mww"])
    for (command, word) in zip(written, words) {
      let numbers = command.dropFirst().map {
        Int($0.replacing("0x", with: ""), radix: $0.hasPrefix("0x") ? 16 : 10)
      }
      #expect(numbers == [word.0, word.1])
    }
    #expect(commands.suffix(2) == ["reset run", "shutdown"])
  }
}
