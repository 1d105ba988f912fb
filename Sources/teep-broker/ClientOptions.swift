import ArgumentParser
import Foundation
import Glibc
import TEEPBroker
import TEEPHost

/// What all commands that speak to a running broker have in common.
struct ClientOptions: ParsableArguments {
  @Option(help: "The socket of the broker, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var api: UnixSocketAddress

  @Option(help: "The name of the device; can be left out where the broker serves one.")
  var device: String?

  @Flag(help: "Print JSON: one object in a line for each thing that happens.")
  var json = false

  var client: BrokerClient { BrokerClient(api) }

  /// Does something that may take long, and shows meanwhile what happens on the device: a progress bar on a terminal,
  /// the events with `--json`. Then prints what was done.
  func perform(_ work: @escaping @Sendable (BrokerClient) async throws -> String) async throws {
    let (client, device, json) = (client, device, json)
    let bar = isatty(STDERR_FILENO) == 1 && !json ? ProgressBar() : nil
    guard json || bar != nil else {
      print(try await work(client))
      return
    }
    let (starts, start) = AsyncStream.makeStream(of: Void.self)
    let result = try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        // Without progress, where it cannot be had, the work is done all the same.
        defer { start.finish() }
        try? await client.watch(device, onStart: { start.finish() }) { event in
          if json { try JSONLine.print(event) } else { bar?.show(event) }
        }
        return nil
      }
      group.addTask {
        for await _ in starts {}
        return try await work(client)
      }
      defer { group.cancelAll() }
      while let result = try await group.next() { if let result { return result } }
      return ""
    }
    bar?.clear()
    if json { try JSONLine.print(["result": result]) } else { print(result) }
  }
}

/// Prints values as JSON, each in a line of its own.
enum JSONLine {
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var line = try encoder.encode(value)
    line.append(UInt8(ascii: "\n"))
    try FileHandle.standardOutput.write(contentsOf: line)
  }
}

extension ComponentIdentifier {
  /// Reads an identifier of at least one segment from the command line.
  @Sendable
  static func argument(_ spelling: String) throws -> ComponentIdentifier {
    let identifier = try ComponentIdentifier(spelling)
    guard !identifier.segments.isEmpty else { throw ValidationError("a component identifier is not empty") }
    return identifier
  }
}
