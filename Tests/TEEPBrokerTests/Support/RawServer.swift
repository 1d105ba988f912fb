import Foundation
import Synchronization

/// A server on 127.0.0.1 that writes bytes as they are given, for answers that no web server makes.
final class RawServer: Sendable {
  /// What is written after a request has been read, and whether the connection is closed behind it.
  struct Answer: Sendable {
    var text: String
    var isClosed = true
    /// Goes on after the text.
    var goOn: @Sendable (Connection) -> Void = { _ in }
  }

  private let listener: Listener
  private let answers: [Answer]
  private let state = Mutex<(requests: [String], open: [Connection])>(([], []))

  /// Answers one connection after the other; the last answer serves all that follow.
  init(_ answers: [Answer]) throws {
    listener = try Listener()
    self.answers = answers
    Thread { while let connection = self.listener.accept() { self.serve(connection) } }.start()
  }

  /// The requests so far, as they came.
  var requests: [String] { state.withLock { $0.requests } }

  var uri: String { "http://127.0.0.1:\(listener.port)/tam" }

  func stop() {
    listener.stop()
    state.withLock { $0.open = [] }
  }

  private func serve(_ connection: Connection) {
    var request: [UInt8] = []
    while !Self.isWhole(request) {
      let bytes = connection.read()
      if bytes.isEmpty { return }
      request += bytes
    }
    let number = state.withLock { state in
      state.requests.append(String(decoding: request, as: UTF8.self))
      return state.requests.count - 1
    }
    let answer = answers[min(number, answers.count - 1)]
    connection.write(Array(answer.text.utf8))
    answer.goOn(connection)
    if !answer.isClosed { state.withLock { $0.open.append(connection) } }
  }

  /// Whether the header and as much body as it announces are there.
  private static func isWhole(_ request: [UInt8]) -> Bool {
    let text = String(decoding: request, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return false }
    let length = text.lowercased().components(separatedBy: "content-length: ").dropFirst().first
      .flatMap { $0.components(separatedBy: "\r\n").first }.flatMap(Int.init)
    return text[end.upperBound...].utf8.count >= length ?? 0
  }
}
