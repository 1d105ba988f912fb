import Foundation

/// Reading and writing whole files, with errors that name them.
enum Files {
  static func read(_ path: String) throws(BoardToolError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw BoardToolError("\(path) cannot be read: \(error.localizedDescription)")
    }
  }

  static func text(_ path: String) throws(BoardToolError) -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, from path: String
  ) throws(BoardToolError) -> Value {
    let bytes = try read(path)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw BoardToolError("\(path): \(error.sentence); boards/README.md says what it has")
    } catch {
      throw BoardToolError("\(path): \(error.localizedDescription)")
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(BoardToolError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw BoardToolError("\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}

extension DecodingError {
  /// Which field is wrong, and how.
  fileprivate var sentence: String {
    switch self {
    case .keyNotFound(let key, let context):
      "the field '\(Self.field(context.codingPath + [key]))' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "the field '\(Self.field(context.codingPath))' is of another kind: \(context.debugDescription)"
    case .dataCorrupted(let context): "this is no JSON: \(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }

  private static func field(_ path: [any CodingKey]) -> String {
    path.map(\.stringValue).joined(separator: ".")
  }
}
