import Hummingbird
import ServiceLifecycle

/// A server whose failure names the option that says where it listens.
struct Listener<Responder: HTTPResponder>: Service where Responder.Context == BasicRequestContext {
  let option: String
  let application: Application<Responder>

  func run() async throws {
    do {
      try await application.run()
    } catch let error as CancellationError {
      throw error
    } catch {
      throw TAMServerError("\(option): cannot be served (\(error)); choose another address")
    }
  }
}
