import Foundation

/// What the programs of the comparison have in common.
public enum Program {
  /// Does the work of a program; an error ends it with a sentence and status 1.
  public static func run(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      FileHandle.standardError.write(Data("\(ProcessInfo.processInfo.processName): \(error)\n".utf8))
      exit(1)
    }
  }
}
