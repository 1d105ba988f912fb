import Hummingbird
import NIOCore
import Synchronization
import TEEPLink

/// A payload in which each byte says where it is.
struct Payload: Sendable {
  let bytes: [UInt8]

  init(_ count: Int) {
    bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
  }

  /// Sends it piece by piece.
  func response(pieceSize: Int) -> Response {
    let body = ResponseBody(contentLength: bytes.count) { [bytes] writer in
      for start in stride(from: 0, to: bytes.count, by: pieceSize) {
        try await writer.write(ByteBuffer(bytes: bytes[start..<min(start + pieceSize, bytes.count)]))
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, body: body)
  }
}

/// What an agent got of a payload that it fetched.
final class FetchRecord: Sendable {
  private let outcome = Mutex<Result<[UInt8], LinkFetchError>?>(nil)

  var result: Result<[UInt8], LinkFetchError>? { outcome.withLock { $0 } }

  /// An agent that fetches `uri` at its first policy check.
  func makeAgent(_ uri: String) -> FakeAgent {
    FakeAgent { link, call in
      guard call.kind == .requestPolicyCheck, self.result == nil else { return .nothing }
      do throws(LinkFetchError) {
        let payload = try link.fetch(uri)
        self.outcome.withLock { $0 = .success(payload) }
      } catch {
        self.outcome.withLock { $0 = .failure(error) }
      }
      return .nothing
    }
  }
}
