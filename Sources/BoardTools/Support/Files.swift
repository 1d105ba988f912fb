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
    } catch {
      throw BoardToolError("\(path) is not the JSON that is expected: \(error)")
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
