import Foundation
import Testing
import Yams

/// `docs/broker-api.yaml`, as far as tests hold the server against it.
struct APIDescription {
  /// A request that is described, with one of the answers that it may get.
  struct Answer: Hashable, CustomStringConvertible {
    var method: String
    var path: String
    var status: Int

    var description: String { "\(method) \(path) \(status)" }
  }

  private let root: [String: Any]

  init() throws {
    var url = URL(filePath: #filePath)
    for _ in 0..<5 { url.deleteLastPathComponent() }
    url.append(path: "docs/broker-api.yaml")
    root = try #require(try Yams.load(yaml: String(contentsOf: url, encoding: .utf8)) as? [String: Any])
  }

  /// All answers of all operations.
  var answers: Set<Answer> {
    var answers: Set<Answer> = []
    for (path, item) in object(root["paths"]) {
      for (method, operation) in object(item) {
        for status in object(object(operation)["responses"]).keys {
          answers.insert(Answer(method: method.uppercased(), path: path, status: Int(status) ?? 0))
        }
      }
    }
    return answers
  }

  /// The media type of an answer and its schema.
  func content(of answer: Answer) throws -> (type: String, schema: [String: Any]) {
    let operation = object(object(object(root["paths"])[answer.path])[answer.method.lowercased()])
    let response = try resolve(object(object(operation["responses"])["\(answer.status)"]))
    let content = try #require(object(response["content"]).first, "\(answer) is described")
    return (content.key, object(object(content.value)["schema"]))
  }

  /// The properties of a schema in `components`, as `Schema.property`, those of schemas inside of it included.
  func properties(of name: String) throws -> Set<String> {
    var properties: Set<String> = []
    var pending = [object(object(object(root["components"])["schemas"])[name])]
    while let schema = pending.popLast() {
      let resolved = try resolve(schema)
      for (key, value) in object(resolved["properties"]) {
        // Schemas do not contain themselves.
        properties.insert(key)
        pending.append(object(value))
      }
      if let items = resolved["items"] { pending.append(object(items)) }
    }
    return properties
  }

  func resolve(_ schema: [String: Any]) throws -> [String: Any] {
    guard let reference = schema["$ref"] as? String else { return schema }
    var node: [String: Any] = root
    for key in reference.split(separator: "/").dropFirst() {
      node = try #require(node[String(key)] as? [String: Any], "\(reference) is there")
    }
    return node
  }

  private func object(_ value: Any?) -> [String: Any] { value as? [String: Any] ?? [:] }
}
