import Foundation
public import Logging

/// Writes each log line as one JSON object: `time`, `level`, `label`, `message` and what metadata there is.
public struct JSONLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel = Logger.Level.info
  private let label: String
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes a line, its end included.
  public init(label: String, write: @escaping @Sendable (String) -> Void) {
    self.label = label
    self.write = write
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var line: [String: String] = [:]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      line[key] = "\(value)"
    }
    line["time"] = Date.now.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    line["level"] = event.level.rawValue
    line["label"] = label
    line["message"] = "\(event.message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings can always be encoded.
    guard let json = try? encoder.encode(line) else { return }
    write(String(decoding: json, as: UTF8.self) + "\n")
  }
}

extension JSONLogHandler {
  /// Writes to the standard error output, each line at once.
  public static func standardError(label: String) -> JSONLogHandler {
    JSONLogHandler(label: label) { line in try? FileHandle.standardError.write(contentsOf: Data(line.utf8)) }
  }
}
