import Foundation

/// The folder that describes a board: the one place where anything about it is written.
public struct BoardFolder: Sendable {
  public let path: String

  private static let all = "boards"

  /// The board's name.
  public var name: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The board of this name in `boards/`, or the folder itself where it is spelled as a path, with a slash or `.`.
  public init(_ board: String) throws(BoardToolError) {
    path = board.contains("/") || board.hasPrefix(".") ? board : "\(Self.all)/\(board)"
    guard Self.isFolder(path) else {
      let names = Self.names
      let choice = names.isEmpty ? "" : "; \(Self.all)/ has these: \(names.joined(separator: ", "))"
      throw BoardToolError(
        "\(path) is no board's folder; name one in \(Self.all)/ of the folder where you are, or give its path\(choice)"
      )
    }
  }

  /// The names of the boards in `boards/`.
  public static var names: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: all)) ?? []
    return names.filter { isFolder("\(all)/\($0)") }.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    // Foundation's only way to tell a folder from a file; the pointer is to a local variable.
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The file of the memory map.
  public func linkerScript() throws(BoardToolError) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let scripts = names.filter { $0.hasSuffix(".ld") }
    guard scripts.count == 1 else {
      throw BoardToolError("\(path) must hold exactly one linker script (.ld), and holds \(scripts.count)")
    }
    return "\(path)/\(scripts[0])"
  }

  public func memoryMap() throws(BoardToolError) -> MemoryMap {
    let script = try linkerScript()
    return try MemoryMap(linkerScript: Files.text(script), name: script)
  }

  public func toolset() throws(BoardToolError) -> Toolset {
    try Files.decode(Toolset.self, from: "\(path)/toolset.json")
  }

  public func budget() throws(BoardToolError) -> Budget {
    try Files.decode(Budget.self, from: "\(path)/budget.json")
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
