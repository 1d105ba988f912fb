import Yams

/// A field of a configuration, with all that it takes to say where it is.
struct ConfigurationField {
  /// Where fields come from.
  struct Source {
    let file: String
    /// The flag or variable that gave a field in place of the file.
    var overrides: [String: String] = [:]
  }

  let source: Source
  /// Such as `devices[0].baud`.
  let path: String
  let node: Node

  /// An error about this field.
  func error(_ problem: String) -> ConfigurationError { error(problem, at: node.mark) }

  private func error(_ problem: String, at mark: Mark?) -> ConfigurationError {
    let place = source.overrides[path] ?? mark.map { "\(source.file):\($0.line)" } ?? source.file
    return ConfigurationError(place: place, field: path, problem: problem)
  }

  /// The fields of a mapping by their names, all of which have to be known.
  func members(_ known: [String]) throws(ConfigurationError) -> [String: ConfigurationField] {
    if isNull { return [:] }
    guard let mapping = node.mapping else {
      throw error("must hold fields: \(known.joined(separator: ", "))")
    }
    var members: [String: ConfigurationField] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      let field = ConfigurationField(
        source: source, path: path.isEmpty ? name : "\(path).\(name)", node: value)
      guard known.contains(name) else {
        throw field.error("there is no such field; there are \(known.joined(separator: ", "))", at: key.mark)
      }
      if !field.isNull { members[name] = field }
    }
    return members
  }

  /// The elements of a list.
  func elements(upTo limit: Int) throws(ConfigurationError) -> [ConfigurationField] {
    guard let sequence = node.sequence else { throw error("must be a list") }
    guard sequence.count <= limit else {
      throw error("has \(sequence.count) elements; give at most \(limit)")
    }
    return sequence.enumerated().map { index, node in
      ConfigurationField(source: source, path: "\(path)[\(index)]", node: node)
    }
  }

  /// Whether nothing is given, as in `tam:`.
  private var isNull: Bool {
    guard let scalar = node.scalar, case .plain = scalar.style else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }
}

extension ConfigurationField {
  func text() throws(ConfigurationError) -> String {
    guard let scalar = node.scalar, !scalar.string.isEmpty else { throw error("must be a text") }
    return scalar.string
  }

  /// A value that is spelt as a text.
  func value<Value>(_ parse: (String) throws -> Value) throws(ConfigurationError) -> Value {
    let text = try text()
    do { return try parse(text) } catch { throw self.error("\(error)") }
  }

  /// One of some words.
  func word<Word: CaseIterable & RawRepresentable>(
    _ type: Word.Type
  ) throws(ConfigurationError) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("'\(text)' is not known; give one of \(words)")
    }
    return word
  }

  func number(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let number = Int(try text()), range.contains(number) else {
      throw error("must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A time such as `500ms`, `30s`, `15m`, `1h` or `7d`; a number alone is seconds.
  func duration(_ range: ClosedRange<Duration> = .zero ... .seconds(31_536_000)) throws(ConfigurationError)
    -> Duration
  {
    guard let duration = Duration(configuration: try text()), range.contains(duration) else {
      throw error(
        "must be a time from \(range.lowerBound.formatted) to \(range.upperBound.formatted), "
          + "such as 500ms, 30s, 15m, 1h or 7d")
    }
    return duration
  }

  func texts(upTo limit: Int = 256) throws(ConfigurationError) -> [String] {
    var texts: [String] = []
    for element in try elements(upTo: limit) { texts.append(try element.text()) }
    return texts
  }
}

extension Duration {
  /// Reads a spelling such as `500ms` or `30s`; nil where it is none.
  init?(configuration text: String) {
    let units: [String: Duration] = [
      "ms": .milliseconds(1), "s": .seconds(1), "": .seconds(1), "m": .seconds(60), "h": .seconds(3600),
      "d": .seconds(86_400),
    ]
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = UInt32(digits), let unit = units[String(text.dropFirst(digits.count))] else {
      return nil
    }
    self = unit * Double(number)
  }
}
