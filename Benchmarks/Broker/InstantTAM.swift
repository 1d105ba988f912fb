import Foundation

/// A TAM that answers at once: four messages, and then the end of the session.
final class InstantTAM: Sendable {
  private let listener: BlockingSocket
  private let response: [UInt8]
  private let times: RelayTimes

  init(port: UInt16, message: [UInt8], times: RelayTimes) throws {
    listener = try .listening(at: port)
    let header =
      "HTTP/1.1 200 OK\r\nContent-Type: application/teep+cbor\r\nContent-Length: \(message.count)\r\n\r\n"
    response = Array(header.utf8) + message
    self.times = times
  }

  func start() {
    Thread { [self] in
      var count = 0
      while true {
        let connection = listener.accept()
        let isFirst = take(connection)
        count = isFirst ? 0 : count + 1
        if count < 4 {
          times.tamSends()
          connection.write(response)
        } else {
          connection.write(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8))
        }
        // The other end closes first.
        _ = connection.read()
        connection.close()
      }
    }.start()
  }

  /// Takes a whole request; says whether it was the empty one.
  private func take(_ connection: BlockingSocket) -> Bool {
    var request: [UInt8] = []
    var end: Int?
    var length = 0
    while true {
      let bytes = connection.read()
      if bytes.isEmpty { return true }
      request += bytes
      if end == nil {
        let text = String(decoding: request, as: UTF8.self)
        guard let range = text.range(of: "\r\n\r\n") else { continue }
        end = text.utf8.distance(from: text.startIndex, to: range.upperBound)
        let field = text[..<range.lowerBound].lowercased().split(separator: "\r\n")
          .first { $0.hasPrefix("content-length: ") }
        length = field.flatMap { Int($0.dropFirst(16)) } ?? 0
      }
      if let end, request.count >= end + length { break }
    }
    if length > 0 { times.tamHas() }
    return length == 0
  }
}
