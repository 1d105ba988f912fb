import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TEEPHost

/// Serves published payloads by their digest, in pieces, whole or from any byte on: a broker that lost its connection
/// goes on where it was.
struct PayloadEndpoint: Sendable {
  let store: TAMStore

  /// The digest that a path names; nil where it names no payload.
  static func digest(in path: String) -> [UInt8]? {
    guard path.hasPrefix(PublishedPayload.pathPrefix) else { return nil }
    let digits = path.dropFirst(PublishedPayload.pathPrefix.count)
    guard digits.utf8.count == 64, digits == digits.lowercased() else { return nil }
    return [UInt8](hexadecimalDigits: Array(digits.utf8))
  }

  func respond(to request: Request, sha256: [UInt8]) async throws -> Response {
    guard request.method == .get || request.method == .head else {
      return .refusing(.methodNotAllowed, allow: "GET, HEAD")
    }
    guard let size = try await store.payloadSize(sha256: sha256) else { return .empty(.notFound) }
    var headers: HTTPFields = [
      .contentType: "application/octet-stream",
      .xContentTypeOptions: "nosniff",
      .acceptRanges: "bytes",
    ]
    // A range has no meaning for any other method than GET (RFC 9110, section 14.2).
    let range = request.method == .get ? request.headers[.range].flatMap { ByteRangeField($0) } : nil
    guard let range else {
      headers[.contentLength] = String(size)
      return Response(status: .ok, headers: headers, body: body(of: request, sha256: sha256, 0..<size))
    }
    guard let bytes = range.bytes(of: size) else {
      return Response(status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(size)"])
    }
    headers[.contentLength] = String(bytes.count)
    headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)"
    return Response(status: .partialContent, headers: headers, body: body(of: request, sha256: sha256, bytes))
  }

  private func body(of request: Request, sha256: [UInt8], _ range: Range<Int>) -> ResponseBody {
    guard request.method == .get else { return ResponseBody() }
    return ResponseBody(contentLength: range.count) { [store] writer in
      var offset = range.lowerBound
      while offset < range.upperBound {
        let (position, skipped) = offset.quotientAndRemainder(dividingBy: PayloadRecord.pieceSize)
        // Gone while it was served: ending too early tells the receiver, which counts the bytes.
        guard let piece = try await store.payloadPiece(sha256: sha256, position: position) else {
          throw PayloadRemoved()
        }
        let bytes = piece.dropFirst(skipped).prefix(range.upperBound - offset)
        guard !bytes.isEmpty else { throw PayloadRemoved() }
        try await writer.write(ByteBuffer(bytes: bytes))
        offset += bytes.count
      }
      try await writer.finish(nil)
    }
  }

  private struct PayloadRemoved: Error {}
}
