import Foundation

/// What the programs of the benchmark have in common.
public enum Program {
  /// Does the work of a program; an error ends it with a sentence and status 1.
  public static func run(_ body: @Sendable () async throws -> Void) async {
    do {
      try await body()
    } catch {
      end(error)
    }
  }

  /// Does the work of a program; an error ends it with a sentence and status 1.
  public static func run(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      end(error)
    }
  }

  private static func end(_ error: any Error) -> Never {
    FileHandle.standardError.write(Data("\(ProcessInfo.processInfo.processName): \(error)\n".utf8))
    exit(1)
  }
}
