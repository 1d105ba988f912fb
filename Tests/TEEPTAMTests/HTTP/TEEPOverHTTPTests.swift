import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPTAM

/// draft-ietf-teep-otrp-over-http-15, the TAM's side.
@Suite struct TEEPOverHTTPTests {
  private static let teep = "application/teep+cbor"
  private static let headers: HTTPFields = [.accept: teep, .contentType: teep]

  private let fixture: TAMFixture
  private let application: Application<TAMResponder>

  init() throws {
    fixture = try TAMFixture()
    application = Application(responder: TAMResponder(tam: fixture.tam), logger: fixture.tam.logger)
  }

  /// One request to /tam.
  private func status(
    _ method: HTTPRequest.Method = .post, headers: HTTPFields = headers, body: [UInt8]? = nil,
    path: String = "/tam", _ setup: TestingSetup = .router
  ) async throws -> TestResponse {
    try await application.test(setup) { client in
      try await client.execute(
        uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
    }
  }

  private func expectEmpty(_ response: TestResponse, _ status: HTTPResponse.Status) {
    #expect(response.status == status)
    #expect(response.body.readableBytes == 0)
    #expect(response.headers[.contentType] == nil)
  }

  @Test(
    "An empty POST is ProcessConnect: 200 with the four header fields (sections 4 and 6)",
    arguments: [false, true])
  func connect(isLive: Bool) async throws {
    let response = try await status(headers: [.accept: Self.teep], isLive ? .live : .router)
    #expect(response.status == .ok)
    #expect(response.headers[.contentType] == "application/teep+cbor")
    #expect(response.headers[.xContentTypeOptions] == "nosniff")
    #expect(response.headers[.contentSecurityPolicy] == "default-src 'none'")
    #expect(HTTPField.Name("Referrer-Policy").flatMap { response.headers[$0] } == "no-referrer")
    #expect(response.headers[.contentLength] == "\(response.body.readableBytes)")
    #expect(response.headers[.cacheControl] == nil)
    #expect(response.headers[.setCookie] == nil)
    #expect(response.headers[.location] == nil)
    #expect(try ReceivedMessage(Array(response.body.readableBytesView)).type == .queryRequest)
  }

  @Test(
    "No Content-Type is demanded of an empty body, whatever it says", arguments: [nil, "text/plain", teep])
  func emptyBodyNeedsNoType(type: String?) async throws {
    var headers: HTTPFields = [.accept: Self.teep]
    headers[.contentType] = type
    #expect(try await status(headers: headers).status == .ok)
  }

  @Test(
    "Any method but POST is refused",
    arguments: [.get, .head, .put, .delete, .patch, .options] as [HTTPRequest.Method])
  func otherMethods(method: HTTPRequest.Method) async throws {
    let response = try await status(method)
    expectEmpty(response, .methodNotAllowed)
    #expect(response.headers[.allow] == "POST")
  }

  @Test(
    "A body of another type, or of none, is 415",
    arguments: [nil, "application/cbor", "text/plain", "application/teep"])
  func wrongContentType(type: String?) async throws {
    var headers: HTTPFields = [.accept: Self.teep]
    headers[.contentType] = type
    expectEmpty(try await status(headers: headers, body: [0x80]), .unsupportedMediaType)
  }

  @Test(
    "An Accept that does not accept TEEP, or none, is 406",
    arguments: [nil, "text/html", "application/teep+cbor;q=0"])
  func unsuitableAccept(accept: String?) async throws {
    var headers: HTTPFields = [.contentType: Self.teep]
    headers[.accept] = accept
    expectEmpty(try await status(headers: headers), .notAcceptable)
  }

  @Test("A body larger than the bound is 413, and the next request works", arguments: [false, true])
  func tooLarge(isLive: Bool) async throws {
    try await application.test(isLive ? .live : .router) { client in
      let large = ByteBuffer(repeating: 0, count: TEEPEndpoint.maximumMessage + 1)
      let response = try await client.execute(
        uri: "/tam", method: .post, headers: Self.headers, body: large)
      expectEmpty(response, .contentTooLarge)
      let next = try await client.execute(uri: "/tam", method: .post, headers: Self.headers)
      #expect(next.status == .ok)
    }
  }

  @Test("Nothing to say is 204 without body and without Content-Length")
  func nothingToSay() async throws {
    let agent = try await fixture.enroll("device")
    let response = try await status(body: agent.queryResponse(token: fixture.connect()), .live)
    expectEmpty(response, .noContent)
    #expect(response.headers[.contentLength] == nil)
  }

  @Test("A message that the TAM drops is answered like one that it has nothing to say to")
  func dropped() async throws {
    expectEmpty(try await status(body: [0xFF]), .noContent)
    expectEmpty(try await status(body: FakeAgent().success(token: nil)), .noContent)
  }

  @Test("A failure of the TAM itself is 500 without body")
  func internalFailure() async throws {
    try fixture.tam.store.close()
    expectEmpty(try await status(), .internalServerError)
  }

  @Test(
    "Other paths are not there",
    arguments: ["/", "/tam/", "/TAM", "/devices", "/components", "/payloads/", "/payloads/00"])
  func otherPaths(path: String) async throws {
    expectEmpty(try await status(path: path), .notFound)
    expectEmpty(try await status(.get, path: path), .notFound)
  }

  @Test("An Update is answered like a QueryRequest, with the four header fields")
  func update() async throws {
    let envelope = try TestEnvelope("one", payload: [1, 2, 3])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device")
    let body = try await agent.queryResponse(
      token: fixture.connect(), requested: [request(envelope.component)])
    let response = try await status(body: body)
    #expect(response.status == .ok)
    #expect(response.headers[.contentType] == "application/teep+cbor")
    #expect(try ReceivedMessage(Array(response.body.readableBytesView)).type == .update)
  }
}
