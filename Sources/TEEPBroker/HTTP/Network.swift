import AsyncHTTPClient
import NIOCore
import TEEPHost

/// The broker's way to TAMs and payload servers, as the configuration wants it at the moment.
final class Network: Sendable {
  /// What a request is for. The two share no connections: a device that takes a payload slowly occupies no way to a TAM.
  enum Purpose: Sendable {
    case message
    case payload
  }

  /// What one configuration leads to. It ends with the last request that uses it.
  private struct Route: Sendable {
    let configuration: NetworkConfiguration
    let trust: ServerTrust
    let messages: SharedHTTPClient
    let payloads: SharedHTTPClient
    let proxiedMessages: SharedHTTPClient?
    let proxiedPayloads: SharedHTTPClient?

    init(_ configuration: NetworkConfiguration, _ limits: BrokerLimits) throws(FileError) {
      self.configuration = configuration
      trust = try ServerTrust(configuration)
      messages = SharedHTTPClient(.messages(limits))
      payloads = SharedHTTPClient(.payloads(limits))
      proxiedMessages = configuration.proxy.map { SharedHTTPClient(.messages(limits, proxy: $0)) }
      proxiedPayloads = configuration.proxy.map { SharedHTTPClient(.payloads(limits, proxy: $0)) }
    }

    func client(for purpose: Purpose, host: String) -> SharedHTTPClient {
      let isDirect =
        LoopbackAddress.isLoopback(host) || configuration.directHosts.contains { $0.matches(host) }
      switch purpose {
      case .message: return isDirect ? messages : proxiedMessages ?? messages
      case .payload: return isDirect ? payloads : proxiedPayloads ?? payloads
      }
    }
  }

  /// Which TAMs are left alone.
  let circuits = TAMCircuits()
  /// Where exchanges go on that may lead to sessions.
  let requestPlaces = Places()
  let checkPlaces = Places()
  private let route: Current<Route>

  /// - Throws: what is wrong with a file that the configuration names.
  init(
    _ configuration: NetworkConfiguration = NetworkConfiguration(), _ limits: BrokerLimits = BrokerLimits()
  ) throws(FileError) {
    route = Current(try Route(configuration, limits))
  }

  /// Takes the way of another configuration for all requests from now on. Where one of its files is of no use, nothing
  /// changes.
  func apply(_ configuration: NetworkConfiguration, _ limits: BrokerLimits) throws(FileError) {
    route.value = try Route(configuration, limits)
  }

  func tamClient(_ limits: BrokerLimits) -> TAMClient {
    TAMClient(network: self, timeLimit: limits.tamTime, maximumAnswer: limits.maximumTAMAnswer)
  }

  func payloadClient(_ limits: BrokerLimits) -> PayloadClient { PayloadClient(network: self, limits: limits) }

  /// Whether the configuration lets payloads be fetched from there.
  func allowsFetching(_ uri: RemoteURI) -> Bool {
    let configuration = route.value.configuration
    return configuration.fetchSchemes.contains(uri.scheme)
      && (configuration.fetchHosts.isEmpty || configuration.fetchHosts.contains { $0.matches(uri.host) })
  }

  /// Sends a request and has its response read by `body`, within which the connection is there.
  func execute<Result: Sendable>(
    _ request: HTTPClientRequest, to uri: RemoteURI, for purpose: Purpose,
    _ body: (HTTPClientResponse) async throws -> Result
  ) async throws -> Result {
    let route = route.value
    let shared = route.client(for: purpose, host: uri.host)
    defer { withExtendedLifetime(shared) {} }
    var request = request
    if uri.scheme == .https { request.tlsConfiguration = route.trust[uri.host] }
    return try await body(try await shared.client.execute(request, deadline: .distantFuture))
  }
}
