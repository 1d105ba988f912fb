import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TEEPHost

/// Serves the ``AdminAPI``. Every answer is JSON; an error's is one sentence.
struct AdminResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let tam: TAM

  func respond(to request: Request, context: Context) async -> Response {
    do {
      return try await answer(request)
    } catch let error as AdminError {
      tam.logger.notice("refused an admin request: \(error)")
      return Self.response(error.status, AdminFailure(error: error.description))
    } catch {
      tam.logger.error("an admin request failed: \(error)")
      return Self.response(
        .internalServerError, AdminFailure(error: "the TAM failed (\(error)); its log says more"))
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    switch (request.uri.path, request.method) {
    case (AdminAPI.devicesPath, .get): return Self.response(.ok, try await tam.store.devices())
    case (AdminAPI.devicesPath, .post):
      let device = try await tam.enroll(Self.body(of: request))
      return Self.response(.ok, device)
    case (AdminAPI.unenrollmentPath, .post):
      let device = try await tam.unenroll(Self.body(of: request))
      return Self.response(.ok, device)
    case (AdminAPI.policiesPath, .get): return Self.response(.ok, try await tam.store.policies())
    case (AdminAPI.policiesPath, .post):
      let policy = try await tam.setPolicy(Self.body(of: request))
      return Self.response(.ok, policy)
    case (AdminAPI.policyRemovalPath, .post):
      let policy = try await tam.removePolicy(Self.body(of: request))
      return Self.response(.ok, policy)
    case (AdminAPI.auditPath, .get): return Self.response(.ok, try await tam.store.audit())
    case (AdminAPI.componentsPath, .get): return Self.response(.ok, try await tam.store.publications())
    case (AdminAPI.componentsPath, .post):
      let publication = try await tam.publish(Self.body(of: request))
      return Self.response(.ok, publication)
    case (AdminAPI.removalPath, .post):
      let publication = try await tam.remove(Self.body(of: request))
      return Self.response(.ok, publication)
    default:
      throw AdminError(
        .notFound, "there is no \(request.method) \(request.uri.path) in the admin API of this TAM")
    }
  }

  /// Reads the JSON of a request.
  private static func body<Body: Decodable>(of request: Request) async throws -> Body {
    let buffer: ByteBuffer
    do {
      buffer = try await request.body.collect(upTo: AdminAPI.maximumRequest)
    } catch is NIOTooManyBytesError {
      throw AdminError(
        .tooLarge, "the request is larger than \(AdminAPI.maximumRequest) bytes; publish a smaller payload")
    }
    do {
      return try AdminAPI.makeDecoder().decode(Body.self, from: Data(buffer.readableBytesView))
    } catch let error as DecodingError {
      throw AdminError(.invalid, "the JSON of the request is not what it should be: \(error.sentence)")
    }
  }

  private static func response(_ status: HTTPResponse.Status, _ body: some Encodable) -> Response {
    guard let json = try? AdminAPI.makeEncoder().encode(body) else { return .empty(.internalServerError) }
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
  }
}

extension AdminError {
  fileprivate var status: HTTPResponse.Status {
    switch kind {
    case .invalid: .badRequest
    case .notFound: .notFound
    case .conflict: .conflict
    case .tooLarge: .contentTooLarge
    }
  }
}

extension DecodingError {
  /// Which field is wrong, and how.
  fileprivate var sentence: String {
    switch self {
    case .keyNotFound(let key, _): "the field '\(key.stringValue)' is missing; add it"
    case .typeMismatch(let type, let context): "the field '\(context.field)' is no \(type); correct it"
    case .valueNotFound(_, let context): "the field '\(context.field)' is null; give it a value"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "it is no valid JSON; correct it" : "the field '\(context.field)': \(context.debugDescription)"
    @unknown default: "it could not be read"
    }
  }
}

extension DecodingError.Context {
  fileprivate var field: String { codingPath.map(\.stringValue).joined(separator: ".") }
}
