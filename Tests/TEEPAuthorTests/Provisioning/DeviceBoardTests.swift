import BoardTools
import Foundation
import TEEPAuthor
import TEEPHost
import TEEPTestSupport
import Testing

/// What a board's folder says of it, and no other place.
@Suite struct DeviceBoardTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "third"), withIntermediateDirectories: true)
  }

  /// A board's folder that has these files alone.
  private func board(store: String = "ORIGIN = 0x00030000, LENGTH = 64K", toolset: String? = "{}") throws
    -> DeviceBoard
  {
    let script = """
      MEMORY {
        CODE  (rx)  : ORIGIN = 0x00000000, LENGTH = 128K /* and a page for something else */
        STORE (r)   : \(store)
        RAM   (rwx) : ORIGIN = 0x20000000, LENGTH = 32K
      }
      """
    try folder.write(Array(script.utf8), to: "third/chip.ld")
    if let toolset { try folder.write(Array(toolset.utf8), to: "third/toolset.json") }
    return try DeviceBoard(named: folder.path("third"))
  }

  @Test(
    "the boards in boards/ are known by their names, `linux` without a folder", arguments: BoardFolder.names)
  func boards(name: String) throws {
    let board = try DeviceBoard(named: name)
    #expect(board.name == name)
    #expect(try board == DeviceBoard(named: "boards/\(name)/"))
    #expect(!board.validatesCertificates)
    #expect(try DeviceBoard(named: "linux") == .linux)
  }

  /// 256 KiB less the 100 and the 140 KiB of code (boards/README.md); a board with everything has Ed25519.
  @Test(arguments: [("microbit", 156, [KeyType.p256]), ("nrf51-dk", 116, [.p256, .ed25519])])
  func `what the boards have`(name: String, kibibytes: Int, keyTypes: [KeyType]) throws {
    let board = try DeviceBoard(named: name)
    #expect(board.storeByteCount == kibibytes << 10)
    #expect(board.storeAddress == (256 - kibibytes) << 10)
    #expect(board.keyTypes == keyTypes)
  }

  @Test func `a folder elsewhere is a board, with the store and the keys that its files give it`() throws {
    let all = try board()
    #expect(all.name == "third")
    #expect(all.storeByteCount == 65_536)
    #expect(all.keyTypes == [.p256, .ed25519])
    let toolset = #"{"swiftCompiler": {"extraCLIOptions": ["-Onone", "-DWITHOUT_ED25519"]}}"#
    #expect(try board(toolset: toolset).keyTypes == [.p256])
  }

  /// What is said about it.
  private func sentence(_ make: () throws -> DeviceBoard) throws -> String {
    try #require(#expect(throws: BoardToolError.self) { try make() }).description
  }

  @Test func `a folder that describes no board is refused with the file, the field and what to do`() throws {
    #expect(
      try sentence { try DeviceBoard(named: "absent") }
        == "boards/absent is no board's folder; name one in boards/ of the folder where you are, or give its path; "
        + "boards/ has these: \(BoardFolder.names.joined(separator: ", "))")
    let (script, toolset) = (folder.path("third") + "/chip.ld", folder.path("third") + "/toolset.json")
    #expect(try sentence { try board(toolset: nil) }.hasPrefix("\(toolset) cannot be read"))
    for store in [
      "ORIGIN = 0x00030000, LENGTH = 1000", "ORIGIN = 0x00030200, LENGTH = 64K",
      "ORIGIN = 0x00030000, LENGTH = 11K", "ORIGIN = 0x00030000, LENGTH = 257K",
    ] {
      #expect(
        try sentence { try board(store: store) }.hasPrefix("\(script): the region STORE begins at 19"),
        "\(store)")
    }
    #expect(
      try sentence { try board(store: "ORIGIN = 0x00030000, LENGTH = 256K - 192K") }
        .hasPrefix("\(script): the region STORE is not understood; give"))
    #expect(
      try sentence { try board(toolset: #"{"swiftCompiler": {"extraCLIOptions": "-DWITHOUT_ED25519"}}"#) }
        .hasPrefix("\(toolset): the field 'swiftCompiler.extraCLIOptions' is of another kind"))
  }
}
