import Hummingbird
import Logging

/// What the TAM's listener serves: TEEP, and the payloads of published manifests. Nothing else is there.
struct TAMResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let endpoint: TEEPEndpoint
  let payloads: PayloadEndpoint
  let logger: Logger

  init(tam: TAM) {
    endpoint = TEEPEndpoint(tam: tam)
    payloads = PayloadEndpoint(store: tam.store)
    logger = tam.logger
  }

  func respond(to request: Request, context: Context) async -> Response {
    do {
      let path = request.uri.path
      if path == TEEPEndpoint.path { return try await endpoint.respond(to: request) }
      guard let sha256 = PayloadEndpoint.digest(in: path) else { return .empty(.notFound) }
      return try await payloads.respond(to: request, sha256: sha256)
    } catch {
      logger.error("a request failed: \(error)")
      return .empty(.internalServerError)
    }
  }
}
