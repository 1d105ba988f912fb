import Yams

/// Holds JSON against a schema, with the words of JSON Schema that the API's description uses; any other word is an error.
struct SchemaCheck {
  private static let annotations: Set<String> = ["description", "examples", "format"]

  let description: APIDescription
  /// What is wrong, each as a sentence that begins with the place.
  private(set) var problems: [String] = []
  /// Names of the properties that were there.
  private(set) var properties: Set<String> = []

  init(_ description: APIDescription) { self.description = description }

  /// Checks a JSON text; JSON is YAML, and Yams tells booleans from numbers.
  mutating func check(json: String, _ schema: [String: Any], at place: String) throws {
    guard let value = try Yams.load(yaml: json) else {
      problems.append("\(place): there is no JSON")
      return
    }
    try check(value, schema, at: place)
  }

  mutating func check(_ value: Any, _ schema: [String: Any], at place: String) throws {
    let schema = try description.resolve(schema)
    for (word, rule) in schema where !Self.annotations.contains(word) {
      if try !allows(value, word, rule, schema, place) {
        problems.append("\(place): \(value) is not as '\(word)' demands: \(rule)")
      }
    }
  }

  private mutating func allows(
    _ value: Any, _ word: String, _ rule: Any, _ schema: [String: Any], _ place: String
  ) throws -> Bool {
    switch word {
    case "type": return isOf(value, rule as? String ?? "")
    case "enum": return (rule as? [String])?.contains { $0 == value as? String } == true
    case "minimum": return Self.number(value) ?? -.infinity >= Self.number(rule) ?? .infinity
    case "minLength": return (value as? String)?.count ?? 0 >= rule as? Int ?? 0
    case "maxItems": return (value as? [Any])?.count ?? .max <= rule as? Int ?? 0
    case "required":
      let object = value as? [String: Any]
      return (rule as? [String] ?? []).allSatisfy { object?[$0] != nil }
    case "additionalProperties":
      let known = (schema["properties"] as? [String: Any] ?? [:]).keys
      return rule as? Bool == false && (value as? [String: Any] ?? [:]).keys.allSatisfy { known.contains($0) }
    case "properties":
      for (name, property) in rule as? [String: Any] ?? [:] {
        guard let part = (value as? [String: Any])?[name] else { continue }
        properties.insert(name)
        try check(part, property as? [String: Any] ?? [:], at: "\(place).\(name)")
      }
    case "items":
      for part in value as? [Any] ?? [] { try check(part, rule as? [String: Any] ?? [:], at: "\(place)[]") }
    default: return false
    }
    return true
  }

  private func isOf(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": value is Bool
    case "integer": value is Int
    case "number": value is Int || value is Double
    default: false
    }
  }

  private static func number(_ value: Any) -> Double? { (value as? Int).map(Double.init) ?? value as? Double }
}
