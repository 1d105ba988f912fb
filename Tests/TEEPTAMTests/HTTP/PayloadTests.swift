import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

@Suite struct PayloadTests {
  private let fixture: TAMFixture
  private let application: Application<TAMResponder>
  /// Several pieces, the last one not whole.
  private let payload: [UInt8]
  private let path: String

  init() async throws {
    fixture = try TAMFixture()
    application = Application(responder: TAMResponder(tam: fixture.tam), logger: fixture.tam.logger)
    var generator = SeededGenerator(seed: 7)
    payload = (0..<3 * PayloadRecord.pieceSize + 17).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
    path = "/payloads/" + Array(SHA256.hash(data: payload)).hexadecimal
    try await fixture.publish(
      TestEnvelope("big", payload: payload, uri: "http://127.0.0.1/x"), payload: payload)
  }

  private func get(_ path: String, _ method: HTTPRequest.Method = .get, range: String? = nil) async throws
    -> TestResponse
  {
    var headers: HTTPFields = [:]
    headers[.range] = range
    return try await application.test(.live) { [headers] client in
      try await client.execute(uri: path, method: method, headers: headers)
    }
  }

  @Test("GET serves the payload by its digest, with its length")
  func whole() async throws {
    let response = try await get(path)
    #expect(response.status == .ok)
    #expect(Array(response.body.readableBytesView) == payload)
    #expect(response.headers[.contentLength] == "\(payload.count)")
    #expect(response.headers[.transferEncoding] == nil)
    #expect(response.headers[.acceptRanges] == "bytes")
  }

  @Test("HEAD tells the length and has no body")
  func head() async throws {
    let response = try await get(path, .head)
    #expect(response.status == .ok)
    #expect(response.headers[.contentLength] == "\(payload.count)")
    #expect(response.body.readableBytes == 0)
  }

  @Test("A range goes over the borders of pieces (RFC 9110, section 15.3.7)")
  func range() async throws {
    let first = PayloadRecord.pieceSize - 5
    let last = 2 * PayloadRecord.pieceSize + 5
    let response = try await get(path, range: "bytes=\(first)-\(last)")
    #expect(response.status == .partialContent)
    #expect(response.headers[.contentRange] == "bytes \(first)-\(last)/\(payload.count)")
    #expect(response.headers[.contentLength] == "\(last - first + 1)")
    #expect(Array(response.body.readableBytesView) == Array(payload[first...last]))
  }

  @Test("A range behind the end is 416 with the size (RFC 9110, section 15.5.17)")
  func rangeBehindTheEnd() async throws {
    let response = try await get(path, range: "bytes=\(payload.count)-")
    #expect(response.status == .rangeNotSatisfiable)
    #expect(response.headers[.contentRange] == "bytes */\(payload.count)")
    #expect(response.body.readableBytes == 0)
  }

  @Test("An unknown digest is 404, another method 405")
  func refused() async throws {
    let unknown = try await get("/payloads/" + String(repeating: "0", count: 64))
    #expect(unknown.status == .notFound)
    #expect(unknown.body.readableBytes == 0)
    let put = try await get(path, .put)
    #expect(put.status == .methodNotAllowed)
    #expect(put.headers[.allow] == "GET, HEAD")
    #expect(try await get(path.uppercased().replacing("/PAYLOADS", with: "/payloads")).status == .notFound)
  }

  @Test("A payload is gone once its component is removed, and stays while an earlier Update may be under way")
  func lifetime() async throws {
    let next = try TestEnvelope("big", sequenceNumber: 2, payload: [1], uri: "http://127.0.0.1/x")
    try await fixture.publish(next, payload: [1])
    #expect(try await get(path, .head).status == .ok)
    try await fixture.publish(
      TestEnvelope("big", sequenceNumber: 3, payload: [2], uri: "http://x/"), payload: [2])
    #expect(try await get(path, .head).status == .notFound)
    let last = "/payloads/" + Array(SHA256.hash(data: [2] as [UInt8])).hexadecimal
    #expect(try await get(last, .head).status == .ok)
    _ = try await fixture.tam.remove(RemovalRequest(component: next.component))
    #expect(try await get(last, .head).status == .notFound)
  }
}
