import Foundation

/// Runs a program to its end, for tests that check against an independent tool or drive the project's own.
public struct Command {
  /// What a program left behind.
  public struct Outcome: Sendable {
    public let status: Int32
    public let output: [UInt8]
    public let errors: String

    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  private let executable: URL

  /// A program of the system, found in `/usr/bin` or `/bin`.
  public init(_ name: String) {
    let places = ["/usr/bin/", "/bin/"].map { $0 + name }
    executable = URL(
      fileURLWithPath: places.first(where: FileManager.default.isExecutableFile) ?? places[0])
  }

  /// One of the package's own executables, built beside the tests.
  public init(product name: String) {
    executable = Bundle.main.bundleURL.appending(path: name)
  }

  /// Runs the program with `arguments` and `input` as its standard input. Output and errors go by way of files,
  /// so no amount of either can block it.
  @discardableResult
  public func run(_ arguments: [String], input: [UInt8] = []) throws -> Outcome {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = try FileHandle(
      forReadingFrom: URL(fileURLWithPath: folder.write(input, to: "input")))
    let output = try folder.write([], to: "output")
    let errors = try folder.write([], to: "errors")
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    return try Outcome(
      status: process.terminationStatus,
      output: [UInt8](Data(contentsOf: URL(fileURLWithPath: output))),
      errors: String(decoding: Data(contentsOf: URL(fileURLWithPath: errors)), as: UTF8.self))
  }
}
