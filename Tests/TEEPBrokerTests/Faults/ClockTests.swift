import Foundation
import Glibc
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// A clock of the day that jumps, as on a gateway that learns the time from the network.
@Suite struct ClockTests {
  @Test(
    "where the clock jumps by decades at every look, no time-out comes, no check stays away, and nothing is lost"
  )
  func jumps() async throws {
    let hello = ComponentIdentifier(segments: [Array("hello".utf8)])
    let folder = try TemporaryFolder()
    let server = try RawServer([.init(text: "HTTP/1.1 204 No Content\r\n\r\n")])
    defer { server.stop() }
    let agent = FakeAgent.served(by: server.uri)
    let listener = try agent.listen(at: folder.path("a"))
    defer {
      listener.stop()
      agent.stop()
    }
    let library = Bundle.main.bundleURL.appending(path: "libClockJumps.so").path
    try #require(FileManager.default.fileExists(atPath: library))
    let configuration = """
      devices: [{name: a, address: 'unix:\(folder.path("a"))'}]
      policy-interval: 1s
      limits: {first-policy-check: 10ms}
      state: state
      """
    let broker = try BrokerProcess(in: folder, configuration, environment: ["LD_PRELOAD": library])
    try await broker.waitUntilServing()
    for _ in 0..<3 {
      let result = try await broker.client.request(hello)
      #expect(result == "installed hello")
    }
    let checks = agent.count(.requestPolicyCheck)
    while agent.count(.requestPolicyCheck) < checks + 2 { try await Task.sleep(for: .milliseconds(20)) }
    let failures = try await broker.metrics().filter { $0.hasPrefix("teep_broker_errors_total") }
    #expect(failures == [])
    // The lines bear the times to which it jumped.
    let lines = broker.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("1996-") || $0.hasPrefix("2056-") })
    #expect(broker.end(SIGTERM) == 0)
    // What was noted in a time that is yet to come is there all the same.
    let next = try BrokerProcess(in: folder, configuration)
    try await next.waitUntilServing()
    let status = try await next.client.status()
    #expect(status.agents.first?.requests.first?.progress == "fulfilled")
  }
}
