import Foundation
import Synchronization
import TEEPTestSupport
import Testing

/// A program of `Python/` that answers requests of the tests until they end: one process for all of them, since starting
/// one takes longer than most requests.
final class Python: Sendable, CustomTestStringConvertible {
  /// cbor2 and pyca/cryptography.
  static let pyca = Python(environment: "cbor2", program: "pyca.py")
  /// pycose 1.1.0.
  static let pycose = Python(environment: "pycose", program: "pycose_peer.py")

  private let connection: Mutex<Connection?>
  private let name: String

  var testDescription: String { name }

  private struct Connection: Sendable {
    let requests: FileHandle
    let answers: FileHandle
  }

  /// Set-up has made the environment, whatever the tests are run with: without it they fail.
  private init(environment: String, program: String) {
    name = program
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".sources/python/\(environment)/bin/python")
    process.arguments = ["-B", "Tests/CodecInteropTests/Python/\(program)"]
    let (requests, answers) = (Pipe(), Pipe())
    process.standardInput = requests
    process.standardOutput = answers
    do {
      try process.run()
      connection = Mutex(
        Connection(requests: requests.fileHandleForWriting, answers: answers.fileHandleForReading))
    } catch {
      connection = Mutex(nil)
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Asks for `command` with `arguments`, none of which has spaces; gives the answers, each decoded from JSON.
  func ask<Answer: Decodable>(
    _ command: String, _ arguments: [String]
  ) throws -> [Answer] {
    let lines = try connection.withLock { (connection) throws -> [Substring] in
      guard let connection else {
        throw Failure(description: "\(name) does not start: make setup makes the environment that it needs")
      }
      let request = ([command] + arguments).joined(separator: " ") + "\n"
      try connection.requests.write(contentsOf: Data(request.utf8))
      return try Self.lines(from: connection.answers)
    }
    return try lines.map { (line) throws -> Answer in
      let data = Data(line.utf8)
      if let failure = try? JSONDecoder().decode([String: String].self, from: data)["failure"] {
        throw Failure(description: "\(name) \(command): \(failure)")
      }
      return try JSONDecoder().decode(Answer.self, from: data)
    }
  }

  /// Asks for what has one answer. Bytes go in hexadecimal, none as a dash.
  func answer<Answer: Decodable>(_ command: String, _ arguments: [[UInt8]]) throws -> Answer {
    let words = arguments.map { $0.isEmpty ? "-" : $0.hexadecimal }
    let answers: [Answer] = try ask(command, words)
    guard let answer = answers.first else {
      throw Failure(description: "\(name) \(command) gives no answer")
    }
    return answer
  }

  /// The lines up to the one that ends an answer.
  private static func lines(from handle: FileHandle) throws -> [Substring] {
    var text = Data()
    while text != Data(".\n".utf8) && !text.suffix(3).elementsEqual("\n.\n".utf8) {
      let more = handle.availableData
      guard !more.isEmpty else { throw Failure(description: "the program ended") }
      text += more
    }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").dropLast()
  }
}
