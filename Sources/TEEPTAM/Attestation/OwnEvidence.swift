import Foundation
import TEEPHost

/// What attests the TAM to a device that asks for it: a file, or what a command writes for each challenge.
public struct OwnEvidence: Sendable {
  enum Source: Sendable {
    case file(String)
    case command(String)
  }

  let source: Source
  /// The media type; nil where it is an attestation result in TEEP's EAT profile.
  let format: String?

  /// Bytes that evidence may have.
  private static let limit = 1 << 14
  /// Seconds that a command may take.
  private static let patience: TimeInterval = 20

  /// The content of the file at `path`, as it is at the time.
  public static func file(_ path: String, format: String?) -> OwnEvidence {
    OwnEvidence(source: .file(path), format: format)
  }

  /// What the program at `path` writes on standard output. It gets the challenge in hexadecimal as its one argument, or
  /// none where the device sent no challenge.
  public static func command(_ path: String, format: String?) -> OwnEvidence {
    OwnEvidence(source: .command(path), format: format)
  }

  func payload(challenge: [UInt8]?) async throws -> AttestationPayload {
    let bytes: [UInt8]
    switch source {
    case .file(let path): bytes = try FileContents.read(path, limit: Self.limit)
    case .command(let path): bytes = try await Self.run(path, challenge)
    }
    return AttestationPayload(bytes: bytes, format: format)
  }

  private static func run(_ path: String, _ challenge: [UInt8]?) async throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = challenge.map { [$0.hexadecimalDigits] } ?? []
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch {
      throw FileError(path, "cannot be run: \(error); check --own-evidence-command")
    }
    let identifier = process.processIdentifier
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + patience)
    timer.setEventHandler { kill(identifier, SIGKILL) }
    timer.resume()
    defer { timer.cancel() }
    let reading = output.fileHandleForReading
    // Off the threads of the cooperative pool, which must not wait.
    let bytes = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var bytes: [UInt8] = []
        while let data = try? reading.read(upToCount: limit), !data.isEmpty, bytes.count <= limit {
          bytes += data
        }
        if bytes.count > limit { kill(identifier, SIGKILL) }
        process.waitUntilExit()
        continuation.resume(returning: bytes)
      }
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0, !bytes.isEmpty else {
      throw FileError(
        path,
        "gave no evidence within \(Int(patience)) seconds and \(limit) bytes; check --own-evidence-command")
    }
    return bytes
  }
}
