/// Metrics in Prometheus' text exposition format, version 0.0.4.
struct PrometheusText: Sendable {
  static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case counter
    case gauge
  }

  typealias Sample = (labels: [(name: String, value: String)], value: Double)

  /// What makes the text of each metric, one at a time when it is sent: with many devices all of it together is larger than
  /// all else that the broker holds at a time.
  private(set) var metrics: [@Sendable () -> String] = []

  var text: String { metrics.map { $0() }.joined() }

  /// Writes one metric with all its samples; nothing where there are none.
  mutating func write(
    _ name: String, _ kind: Kind, _ help: String, _ samples: @autoclosure @escaping @Sendable () -> [Sample]
  ) {
    metrics.append { Self.text(name, kind, help, samples()) }
  }

  private static func text(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) -> String {
    guard !samples.isEmpty else { return "" }
    var text = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      text += name
      if !sample.labels.isEmpty {
        text +=
          "{" + sample.labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
      }
      text += " \(number(sample.value))\n"
    }
    return text
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
