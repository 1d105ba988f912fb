import Hummingbird

/// Why a request to the API makes no sense, as one sentence.
enum APIFailure: Error, CustomStringConvertible {
  case tooLong
  case emptyIdentifier
  case noDevice
  case malformed(DecodingError)

  var description: String {
    switch self {
    case .tooLong: "the request has more than \(BrokerAPI.maximumRequest) bytes"
    case .emptyIdentifier: "the member 'component' is empty; give segments joined by '/'"
    case .noDevice: "the broker serves no device"
    case .malformed(.keyNotFound(let key, _)): "the request has no member '\(key.stringValue)'"
    case .malformed(.typeMismatch(_, let context)), .malformed(.valueNotFound(_, let context)):
      "the request's member '\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of the wrong type"
    case .malformed(.dataCorrupted(let context)) where !context.codingPath.isEmpty: context.debugDescription
    case .malformed: #"the request is no JSON; send {"component": "…"}"#
    }
  }
}

/// Answers requests that failed with a ``BrokerAPI/Failure``.
struct FailureMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let (status, sentence) = Self.answer(error, request)
      return try Response(status: status, json: BrokerAPI.Failure(error: sentence))
    }
  }

  private static func answer(_ error: any Error, _ request: Request) -> (HTTPResponse.Status, String) {
    switch error {
    case APIFailure.tooLong: (.contentTooLarge, "\(error)")
    case let failure as APIFailure: (.badRequest, "\(failure)")
    case ExchangeFailure.busy: (.serviceUnavailable, "\(error)")
    case is ExchangeFailure, is AgentFailure: (.badGateway, "\(error)")
    case is CancellationError: (.serviceUnavailable, "the broker is being ended")
    case let failure as HTTPError where failure.status == .notFound:
      (.notFound, "there is no \(request.method) \(request.uri.path.printable) here")
    case let failure as any HTTPResponseError:
      (failure.status, "the request failed: \(failure.status.reasonPhrase)")
    default: (.internalServerError, "the request failed: \(error)")
    }
  }
}
