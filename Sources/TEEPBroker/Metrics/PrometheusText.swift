/// Metrics in Prometheus' text exposition format, version 0.0.4.
struct PrometheusText: Sendable {
  static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case counter
    case gauge
  }

  /// About how many bytes a piece has.
  private static let pieceSize = 16_384

  /// The text, in pieces that are small beside all of it: with many devices it is larger than all else that the broker
  /// holds at a time.
  private(set) var pieces: [String] = []

  var text: String { pieces.joined() }

  /// Writes one metric with all its samples; nothing where there are none.
  mutating func write(
    _ name: String, _ kind: Kind, _ help: String,
    _ samples: [(labels: [(name: String, value: String)], value: Double)]
  ) {
    guard !samples.isEmpty else { return }
    var text = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      if text.utf8.count > Self.pieceSize {
        pieces.append(text)
        text = ""
      }
      text += name
      if !sample.labels.isEmpty {
        text +=
          "{" + sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
      }
      text += " \(Self.number(sample.value))\n"
    }
    pieces.append(text)
  }

  /// Writes a metric without labels.
  mutating func write(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    write(name, kind, help, [([], value)])
  }

  private static func escaped(_ value: String) -> String {
    value.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
  }

  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? "\(value)"
  }
}
