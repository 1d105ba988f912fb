import HTTPTypes
import Hummingbird
import NIOCore

/// TEEP over HTTP, the TAM's side (draft-ietf-teep-otrp-over-http-15, sections 4 and 6).
///
/// Only an answer with a message has a body, and with it the four header fields of section 4. Errors have none.
struct TEEPEndpoint: Sendable {
  static let path = "/tam"
  /// Bytes of a message beyond which it is refused.
  static let maximumMessage = 1 << 16

  let tam: TAM

  func respond(to request: Request) async throws -> Response {
    guard request.method == .post else { return .refusing(.methodNotAllowed, allow: "POST") }
    let accept = request.headers[values: .accept].joined(separator: ",")
    guard MediaType.teep.isAccepted(by: accept) else { return .empty(.notAcceptable) }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Self.maximumMessage)
    } catch is NIOTooManyBytesError {
      return .empty(.contentTooLarge)
    }
    guard body.readableBytes > 0 else { return Self.response(try await tam.processConnect()) }
    // The connecting request has no message, so no type is demanded of it (the example of section 7).
    guard let contentType = request.headers[.contentType], MediaType.teep.isNamed(by: contentType) else {
      return .empty(.unsupportedMediaType)
    }
    return Self.response(try await tam.processMessage(Array(body.readableBytesView)))
  }

  private static func response(_ message: [UInt8]?) -> Response {
    guard let message else { return .empty(.noContent) }
    return Response(
      status: .ok, headers: messageHeaders, body: ResponseBody(byteBuffer: ByteBuffer(bytes: message)))
  }

  /// What every response with content has to carry (section 4).
  private static let messageHeaders: HTTPFields = {
    var headers: HTTPFields = [
      .contentType: MediaType.teep.description,
      .xContentTypeOptions: "nosniff",
      .contentSecurityPolicy: "default-src 'none'",
    ]
    if let referrerPolicy = HTTPField.Name("Referrer-Policy") { headers[referrerPolicy] = "no-referrer" }
    return headers
  }()
}

extension Response {
  /// An answer without a body.
  static func empty(_ status: HTTPResponse.Status) -> Response { Response(status: status) }

  /// An error that says which methods there are (RFC 9110, section 15.5.6).
  static func refusing(_ status: HTTPResponse.Status, allow methods: String) -> Response {
    Response(status: status, headers: [.allow: methods])
  }
}
