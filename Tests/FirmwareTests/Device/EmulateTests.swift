import BoardTestSupport
import BoardTools
import Foundation
import TEEPTestSupport
import Testing

extension DeviceTests {
  /// `board-tool emulate` as a script uses it.
  struct EmulateTests {
    private let folder: TemporaryFolder
    private var control: ControlSocket { ControlSocket(path: folder.path("control")) }

    init() throws {
      folder = try TemporaryFolder()
    }

    private func start() async throws -> Process {
      let memory = try Products.board().memoryMap()
      try FlashImage(Products.selfTest(), memory: memory).write(to: folder.path("flash.bin"))
      let process = Process()
      process.executableURL = Bundle.main.bundleURL.appending(path: "board-tool")
      process.arguments = [
        "emulate", "--flash", folder.path("flash.bin"), "--link", "unix:" + folder.path("link"),
        "--control", "unix:" + folder.path("control"),
      ]
      // What a killed emulator leaves behind goes with the test's own folder.
      process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder.url.path]) { $1 }
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let line = output.fileHandleForReading.availableData
      #expect(String(decoding: line, as: UTF8.self) == "microbit runs: link unix:\(folder.path("link"))\n")
      return process
    }

    @Test("what the board wrote is saved, and the board starts again from it")
    func saves() async throws {
      let process = try await start()
      let line = try SerialConnection(path: folder.path("link"))
      try await line.send(
        Array("p".utf8) + UInt32(0).littleEndianBytes + UInt32(0x600D_F00D).littleEndianBytes)
      #expect(try await line.receive(1) == [1])
      let tool = Command(product: "board-tool")
      let control = ["--control", "unix:" + folder.path("control")]
      #expect(try tool.run(["save", "--output", folder.path("flash.bin")] + control).status == 0)
      #expect(try tool.run(["quit"] + control).status == 0)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let saved = try folder.read("flash.bin")
      #expect(Array(saved[0x19000..<0x19008]) == [0x0D, 0xF0, 0x0D, 0x60, 0xFF, 0xFF, 0xFF, 0xFF])
    }

    @Test(
      "the emulator ends with the process that runs it, however that ends", arguments: [SIGTERM, SIGKILL])
    func endsWithItsOwner(signal: Int32) async throws {
      let process = try await start()
      _ = try control.flash(Products.board().memoryMap())
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      await #expect(throws: (any Error).self) {
        while true {
          _ = try control.flash(Products.board().memoryMap())
          try await Task.sleep(for: .milliseconds(20))
        }
      }
    }

    @Test("a flash image of another size is refused in a sentence, with status 1")
    func refusesOtherImages() throws {
      let image = try folder.write([1, 2, 3], to: "small.bin")
      let outcome = try Command(product: "board-tool").run([
        "emulate", "--flash", image, "--link", "unix:" + folder.path("link"),
        "--control", "unix:" + folder.path("control"),
      ])
      #expect(outcome.status == 1)
      #expect(outcome.errors == "Error: \(image) holds 3 bytes; a flash image has 262144\n")
    }
  }
}
