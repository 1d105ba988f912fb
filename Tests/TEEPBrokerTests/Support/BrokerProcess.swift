import Foundation
import Glibc
import TEEPHost
import TEEPTestSupport

@testable import TEEPBroker

/// The real `teep-broker run`, with a configuration file in a folder of its own.
final class BrokerProcess {
  let folder: TemporaryFolder
  let api: UnixSocketAddress
  private let process = Process()
  private let log: String

  var client: BrokerClient { BrokerClient(api) }
  /// All that it has logged.
  var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// Starts a broker.
  ///
  /// - Parameters:
  ///   - folder: where its files are; what a broker before it left there is its own.
  ///   - configuration: YAML; the API is added.
  ///   - preparation: commands of the shell that becomes the broker.
  ///   - isAlone: those commands may mount what they like, which the broker alone sees.
  init(
    in folder: TemporaryFolder, _ configuration: String, preparation: String = ":", isAlone: Bool = false,
    environment: [String: String] = [:]
  ) throws {
    self.folder = folder
    api = try UnixSocketAddress("unix:" + folder.path("api"))
    log = folder.path("log-\(UUID().uuidString)")
    try Self.configure(folder, configuration)
    try Data().write(to: URL(fileURLWithPath: log))
    let shell = ["/bin/sh", "-c", "\(preparation); exec \"$0\" run --config \"$1\""]
    let executable = Bundle.main.bundleURL.appending(path: "teep-broker").path
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      (isAlone ? ["unshare", "--user", "--map-root-user", "--mount"] : []) + shell
      + [executable, folder.path("broker.yaml")]
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  deinit { end(SIGKILL) }

  /// Writes another configuration, which a reload takes up.
  func configure(_ configuration: String) throws { try Self.configure(folder, configuration) }

  private static func configure(_ folder: TemporaryFolder, _ configuration: String) throws {
    try folder.write(Array("api: {socket: api}\n\(configuration)\n".utf8), to: "broker.yaml")
  }

  /// Returns when the API answers.
  func waitUntilServing() async throws {
    while (try? await client.status()) == nil {
      guard process.isRunning else { throw Ended(log: output) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Returns when it has logged this.
  func wait(forLog text: String) async throws {
    while !output.contains(text) {
      guard process.isRunning else { throw Ended(log: output) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// The samples of its metrics.
  func metrics() async throws -> [String] {
    try await APIRequest.send(api, "GET", "/metrics").body.split(separator: "\n").map(String.init)
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Ends it with a signal; gives its status, or 128 and the signal that killed it.
  @discardableResult
  func end(_ number: Int32) -> Int32 {
    if process.isRunning { signal(number) }
    process.waitUntilExit()
    return process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
  }

  private struct Ended: Error {
    let log: String
  }
}
