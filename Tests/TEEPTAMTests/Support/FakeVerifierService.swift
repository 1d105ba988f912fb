import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

@testable import TEEPTAM

/// A small verifier with the shape of Veraison's challenge-response API: real HTTP, one session at a time.
final class FakeVerifierService: HTTPResponder {
  typealias Context = BasicRequestContext

  struct State {
    /// The nonce of the session.
    var nonce: [UInt8] = []
    var evidence: [UInt8] = []
    var contentType: String?
    /// How often it says that it is not ready.
    var delays = 1
    /// Where the session is; nil for its own.
    var location: String?
  }

  let state = Mutex(State())
  /// Makes the result of a session; nil for evidence that it cannot judge.
  private let judge: @Sendable (State) throws -> String?

  init(judge: @escaping @Sendable (State) throws -> String?) { self.judge = judge }

  func respond(to request: Request, context: Context) async throws -> Response {
    switch (request.method, request.uri.path) {
    case (.post, "/challenge-response/v1/newSession"):
      let nonce = request.uri.queryParameters["nonce"].flatMap { Data(base64URLEncoded: String($0)) }
      let location = state.withLock { state in
        state.nonce = nonce.map { Array($0) } ?? []
        return state.location ?? "/challenge-response/v1/session/1"
      }
      return Self.response(.created, #"{"status":"waiting"}"#, location)
    case (.post, "/challenge-response/v1/session/1"):
      let body = try await request.body.collect(upTo: 1 << 16)
      state.withLock { state in
        state.evidence = Array(body.readableBytesView)
        state.contentType = request.headers[.contentType]
      }
      return try session(.accepted)
    case (.get, "/challenge-response/v1/session/1"): return try session(.ok)
    default: return Response(status: .notFound)
    }
  }

  private func session(_ status: HTTPResponse.Status) throws -> Response {
    let snapshot = state.withLock { state -> State? in
      if state.delays > 0 {
        state.delays -= 1
        return nil
      }
      return state
    }
    guard let snapshot else { return Self.response(status, #"{"status":"processing"}"#) }
    guard let result = try judge(snapshot) else { return Self.response(.ok, #"{"status":"failed"}"#) }
    return Self.response(.ok, #"{"status":"complete","result":"\#(result)"}"#)
  }

  private static func response(
    _ status: HTTPResponse.Status, _ json: String, _ location: String? = nil
  ) -> Response {
    var headers: HTTPFields = [.contentType: ExternalVerifier.sessionType]
    headers[.location] = location
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
  }
}
