import Foundation

/// Finds programs, and runs those of the Swift toolchain.
enum ToolRunner {
  /// The program of this name beside `swift`, or else on the PATH: the toolchain's disassembler knows what its
  /// compiler emits, another one may not.
  static func locate(_ name: String) throws(BoardToolError) -> URL {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
    let isExecutable = { (url: URL) in FileManager.default.isExecutableFile(atPath: url.path) }
    let toolchain = folders.first { isExecutable($0.appending(path: "swift")) }?
      .appending(path: "swift").resolvingSymlinksInPath().deletingLastPathComponent()
    let candidates = ([toolchain].compactMap(\.self) + folders).map { $0.appending(path: name) }
    guard let found = candidates.first(where: isExecutable) else {
      throw BoardToolError("\(name) is neither beside swift nor on the PATH")
    }
    return found
  }

  /// Everything that the program prints; its exit status must be 0. It reads `input`.
  static func output(of tool: String, _ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    process.executableURL = try locate(tool)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    // A file, since a pipe that nobody empties would hold up both sides.
    let inputFile = FileManager.default.temporaryDirectory.appending(path: "input-\(UUID().uuidString)")
    try Files.write(Array(input.utf8), to: inputFile.path)
    defer { try? FileManager.default.removeItem(at: inputFile) }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BoardToolError("\(tool) ended with \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
