import Foundation

/// The folder that describes a board.
public struct BoardFolder: Sendable {
  public let path: String

  /// The board's name.
  public var name: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The board `name` among the folders in `boards`.
  public init(_ name: String, in boards: String = "boards") throws(BoardToolError) {
    path = "\(boards)/\(name)"
    var isFolder: ObjCBool = false
    // Foundation's only way to tell a folder from a file; the pointer is to a local variable.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw BoardToolError(
        "\(path) is no board's folder; run this where boards/ is, or name it with --boards")
    }
  }

  public func memoryMap() throws(BoardToolError) -> MemoryMap {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let scripts = names.filter { $0.hasSuffix(".ld") }
    guard scripts.count == 1 else {
      throw BoardToolError("\(path) must hold exactly one linker script (.ld), and holds \(scripts.count)")
    }
    let script = "\(path)/\(scripts[0])"
    return try MemoryMap(linkerScript: Files.text(script), name: script)
  }

  public func budget() throws(BoardToolError) -> Budget {
    try Files.decode(Budget.self, from: "\(path)/budget.json")
  }

  public func emulator() throws(BoardToolError) -> EmulatorDescription {
    try Files.decode(EmulatorDescription.self, from: "\(path)/emulator.json")
  }

  /// What the crypto libraries reach through pointers: on every board, and where the board's folder has a file of its own,
  /// by what this board has more than others.
  public func indirectCalls() throws(BoardToolError) -> IndirectCalls {
    let name = "indirect-calls.json"
    var targets = try Files.decode([String: [String]].self, from: "\(path)/../\(name)")
    let own = "\(path)/\(name)"
    if FileManager.default.fileExists(atPath: own) {
      targets.merge(try Files.decode([String: [String]].self, from: own)) { _, own in own }
    }
    return IndirectCalls(targets)
  }
}
