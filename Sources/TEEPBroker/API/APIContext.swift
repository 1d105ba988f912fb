import Hummingbird
import NIOCore

/// What is known of a request to the API beside what it says.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Who sends it; set by ``AccessMiddleware``.
  var user: UInt32?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// Lets only those pass whom the configuration lets use the API.
struct AccessMiddleware: RouterMiddleware {
  let access: APIAccess

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    guard let peer = await Peer(context.channel) else { throw APIFailure.unknownPeer }
    guard access.allows(peer) else { throw APIFailure.forbidden(user: peer.user) }
    var context = context
    context.user = peer.user
    return try await next(request, context)
  }
}
