import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// A whole broker with its API, in this process.
struct RunningBroker: Sendable {
  let api: UnixSocketAddress
  let log: LogRecord
  private let group: ServiceGroup

  var client: BrokerClient { BrokerClient(api) }

  /// Tells the broker to end, as a signal would.
  func end() async { await group.triggerGracefulShutdown() }

  /// Runs `body` while a broker serves `agent`, and ends the broker as a signal would.
  static func run(
    agent: FakeAgent, tam: String? = nil, limits: BrokerLimits = .test,
    _ body: @escaping @Sendable (RunningBroker) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let listener = try agent.listen(at: folder.path("agent"))
    defer {
      listener.stop()
      agent.stop()
    }
    let log = LogRecord()
    let api = try UnixSocketAddress("unix:" + folder.path("api"))
    var configuration = BrokerConfiguration(api: APIConfiguration(address: api))
    configuration.devices = [
      DeviceConfiguration(address: .unixSocket(try UnixSocketAddress("unix:" + folder.path("agent"))))
    ]
    configuration.tam = try tam.map { try RemoteURI($0) }
    configuration.limits = limits
    configuration.retries = .none
    let broker = Broker(configuration: configuration, logger: log.makeLogger())
    let group = ServiceGroup(services: [broker], logger: log.makeLogger())
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        while (try? await BrokerClient(api).status()) == nil { try await Task.sleep(for: .milliseconds(10)) }
        do {
          try await body(RunningBroker(api: api, log: log, group: group))
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
    #expect(!FileManager.default.fileExists(atPath: api.path), "the socket is gone with the broker")
  }

  /// Sends a request as it is; gives the status and the body.
  func send(_ method: String, _ path: String, _ body: String = "") async throws -> (status: Int, body: String)
  {
    var request = HTTPClientRequest(
      url: URL(httpURLWithSocketPath: api.path, uri: path)?.absoluteString ?? "")
    request.method = .RAW(value: method)
    if !body.isEmpty { request.body = .bytes(ByteBuffer(string: body)) }
    return try await HTTPClient.withHTTPClient(configuration: .broker) { [request] client in
      let response = try await client.execute(request, timeout: .seconds(20))
      let answer = try await response.body.collect(upTo: 1 << 20)
      return (Int(response.status.code), String(buffer: answer))
    }
  }
}
