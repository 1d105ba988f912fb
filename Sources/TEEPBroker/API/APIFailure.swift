import Hummingbird

/// Why a request to the API is not even tried, as one sentence.
enum APIFailure: Error, CustomStringConvertible {
  case tooLong
  case emptyIdentifier
  case malformed(DecodingError)
  case noDevice
  case deviceNeeded([String])
  case unknownDevice(String)
  case unknownPeer
  case forbidden(user: UInt32)

  /// Devices that are named in a sentence.
  private static let maximumNames = 8

  var description: String {
    switch self {
    case .tooLong: "the request has more than \(BrokerAPI.maximumRequest) bytes"
    case .emptyIdentifier: "the member 'component' is empty; give segments joined by '/'"
    case .malformed(.keyNotFound(let key, _)): "the request has no member '\(key.stringValue)'"
    case .malformed(.typeMismatch(_, let context)), .malformed(.valueNotFound(_, let context)):
      "the request's member '\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of the wrong type"
    case .malformed(.dataCorrupted(let context)) where !context.codingPath.isEmpty: context.debugDescription
    case .malformed: #"the request is no JSON; send {"component": "…"}"#
    case .noDevice: "the broker serves no device"
    case .deviceNeeded(let names):
      "the broker serves \(names.count) devices; say which one is meant: "
        + names.prefix(Self.maximumNames).joined(separator: ", ")
        + (names.count > Self.maximumNames ? ", …" : "")
    case .unknownDevice(let name): "the broker serves no device '\(name.prefix(256).description.printable)'"
    case .unknownPeer: "the system does not say which user this is"
    case .forbidden(let user):
      "user \(user) may not use this broker; name it in api.users of its configuration, or one of its groups in api.groups"
    }
  }

  var status: HTTPResponse.Status {
    switch self {
    case .tooLong: .contentTooLarge
    case .emptyIdentifier, .malformed, .deviceNeeded: .badRequest
    case .noDevice, .unknownDevice: .notFound
    case .unknownPeer, .forbidden: .forbidden
    }
  }
}

/// Answers requests that failed with a ``BrokerAPI/Failure``, and counts all.
struct FailureMiddleware: RouterMiddleware {
  /// What Hummingbird says of a path that is not there.
  private static let noRoute = "NotFound"

  let metrics: BrokerMetrics

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    do {
      response = try await next(request, context)
    } catch {
      let (status, sentence) = Self.answer(error, request)
      response = try Response(status: status, json: BrokerAPI.Failure(error: sentence))
    }
    // What has no route is one, whatever method and path it names.
    let path = context.endpointPath ?? Self.noRoute
    let route = path == Self.noRoute ? "unknown" : "\(request.method) \(path)"
    metrics.countRequest(BrokerMetrics.APIRequest(route: route, status: response.status.code))
    return response
  }

  private static func answer(_ error: any Error, _ request: Request) -> (HTTPResponse.Status, String) {
    switch error {
    case let failure as APIFailure: (failure.status, "\(failure)")
    case is StateStoreError:
      (HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), "\(error)")
    case is RequestRefusal: (.serviceUnavailable, "\(error)")
    case is BrokerEvents.TooManyWatchers:
      (.serviceUnavailable, "\(BrokerEvents.maximumWatchers) watchers are there already; try again later")
    case is CancellationError: (.serviceUnavailable, "the broker is being ended")
    case let failure as ExchangeFailure:
      ([.agentBusy, .ending].contains(failure.kind) ? .serviceUnavailable : .badGateway, "\(failure)")
    case is AgentFailure: (.badGateway, "\(error)")
    case let failure as HTTPError where failure.status == .notFound:
      (.notFound, "there is no \(request.method) \(request.uri.path.printable) here")
    case let failure as any HTTPResponseError:
      (failure.status, "the request failed: \(failure.status.reasonPhrase)")
    default: (.internalServerError, "the request failed: \(error)")
    }
  }
}
