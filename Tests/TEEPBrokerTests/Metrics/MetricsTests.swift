import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import TEEPHost
import Testing

@testable import TEEPBroker

/// What is counted, and how it is said.
@Suite struct MetricsTests {
  @Test("each event is counted where it belongs")
  func counting() throws {
    let metrics = BrokerMetrics()
    let tam = try RemoteURI("http://tam.example/tam")
    var traffic = LinkTraffic()
    (traffic.bytesToAgent, traffic.bytesFromAgent, traffic.retransmissions) = (10, 20, 3)
    let happenings: [BrokerEvent.Happening] = [
      .connected(maximumMessage: 4096), .lineLost(reason: ""), .lineLost(reason: ""),
      .connected(maximumMessage: 4096),
      .agentRestarted, .exchangeEnded(.policyCheck, .done("")),
      .exchangeEnded(.policyCheck, .failed(.noTAM, "")),
      .sessionStarted(tam: tam),
      .messageRelayed(RelayedMessage(direction: .toAgent, type: "Update", size: 300)),
      .messageRelayed(RelayedMessage(direction: .toAgent, type: "Update", size: 30)),
      .sessionEnded(tam: tam, nil),
      .sessionStarted(tam: tam), .sessionEnded(tam: tam, .tamTooSlow), .sessionStarted(tam: tam),
      .retryScheduled(.policyCheck, number: 1, delay: .seconds(1), .tamTooSlow),
      .circuitOpened(tam: tam, for: .seconds(1)), .payloadResumed(uri: "", from: 100),
      .payloadEnded(uri: "", bytes: 8192, nil), .payloadEnded(uri: "", bytes: 8, .payloadStatus),
      .linkTraffic(traffic), .linkTraffic(traffic),
    ]
    for happening in happenings { metrics.observe(BrokerEvent(device: "d", happening)) }
    let expected = """
      teep_broker_device_connected{device="d"} 1
      teep_broker_line_losses_total{device="d"} 1
      teep_broker_agent_restarts_total{device="d"} 1
      teep_broker_link_bytes_total{device="d",direction="toAgent"} 20
      teep_broker_link_bytes_total{device="d",direction="fromAgent"} 40
      teep_broker_link_retransmissions_total{device="d"} 6
      teep_broker_exchanges_total{device="d",exchange="policyCheck",outcome="done"} 1
      teep_broker_exchanges_total{device="d",exchange="policyCheck",outcome="failed"} 1
      teep_broker_sessions_under_way{device="d"} 1
      teep_broker_sessions_total{device="d",outcome="done"} 1
      teep_broker_sessions_total{device="d",outcome="failed"} 1
      teep_broker_messages_total{device="d",direction="toAgent"} 2
      teep_broker_messages_total{device="d",direction="fromAgent"} 0
      teep_broker_message_bytes_total{device="d",direction="toAgent"} 330
      teep_broker_retries_total{device="d"} 1
      teep_broker_payloads_total{device="d",outcome="done"} 1
      teep_broker_payloads_total{device="d",outcome="failed"} 1
      teep_broker_payload_bytes_total{device="d"} 8200
      teep_broker_payload_resumptions_total{device="d"} 1
      teep_broker_errors_total{device="d",stage="exchange",kind="no_tam"} 1
      teep_broker_errors_total{device="d",stage="payload",kind="payload_status"} 1
      teep_broker_errors_total{device="d",stage="session",kind="tam_too_slow"} 1
      teep_broker_circuits_open 1
      teep_broker_circuit_openings_total 1
      """
    let lines = metrics.page().text.split(separator: "\n")
    for line in expected.split(separator: "\n") { #expect(lines.contains(line), "\(line)") }
    metrics.observe(BrokerEvent(device: "d", .circuitClosed(tam: tam)))
    #expect(metrics.page().text.contains("\nteep_broker_circuits_open 0\n"))
  }

  @Test("the page is in Prometheus' format: help and type before the samples, and special characters escaped")
  func format() {
    var page = PrometheusText()
    page.write("a_total", .counter, "What is counted.", [([("device", "a\\b\"c\nd")], 1), ([], 2.5)])
    #expect(
      page.text == #"""
        # HELP a_total What is counted.
        # TYPE a_total counter
        a_total{device="a\\b\"c\nd"} 1
        a_total 2.5

        """#)
    page.write("none", .gauge, "Nothing.", [])
    #expect(!page.text.contains("none"))
  }

  @Test("every metric has one help, one type, and a name of the family")
  func families() {
    let metrics = BrokerMetrics()
    metrics.observe(BrokerEvent(device: "d", .agentRestarted))
    var names: [String] = []
    for line in metrics.page().text.split(separator: "\n") where line.hasPrefix("# TYPE ") {
      let words = line.split(separator: " ")
      names.append(String(words[2]))
      #expect(words[2].hasSuffix("_total") == (words[3] == "counter"), "\(line)")
    }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.hasPrefix("teep_broker_") || $0.hasPrefix("process_") })
    #expect(names.contains("process_resident_memory_bytes") && names.contains("process_open_fds"))
  }

  @Test("devices beyond the bound are counted together")
  func cardinality() {
    let metrics = BrokerMetrics(maximumDevices: 10)
    for number in 0..<12 {
      metrics.observe(BrokerEvent(device: "d\(number)", .agentRestarted))
    }
    let samples = metrics.page().text.split(separator: "\n").filter {
      $0.hasPrefix("teep_broker_agent_restarts_total{")
    }
    #expect(samples.count == 11)
    #expect(samples.contains(#"teep_broker_agent_restarts_total{device=""} 2"#))
  }

  @Test("requests to the API are counted by route and status, and those for no route together")
  func requests() async throws {
    let parts = try APIParts()
    try await parts.serve { api in
      for target in ["/healthz", "/v1/none", "/v1/other"] {
        _ = try await APIRequest.send(api, "GET", target)
      }
    }
    let text = parts.metrics.page().text
    #expect(text.contains(#"teep_broker_api_requests_total{route="GET /healthz",status="200"} 1"#))
    #expect(text.contains(#"teep_broker_api_requests_total{route="unknown",status="404"} 2"#))
  }

  @Test("metrics and health, and nothing else, are served at a loopback address")
  func loopback() async throws {
    let parts = try APIParts()
    let health = HealthResponder(
      registry: parts.responder.registry, store: parts.store, metrics: parts.metrics)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let logger = LogRecord().makeLogger()
    let service = MetricsService(
      address: try #require(LoopbackAddress("127.0.0.1:0")), responder: health,
      onReady: { number in
        port.yield(number)
        port.finish()
      }, logger: logger)
    let group = ServiceGroup(services: [service], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      for await port in ports {
        for (path, status, type) in [
          ("/metrics", 200, "text/plain; version=0.0.4; charset=utf-8"),
          ("/healthz", 200, "application/json"),
          ("/v1/status", 404, nil),
        ] {
          let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)"), timeout: .seconds(20))
          #expect(Int(response.status.code) == status)
          if let type { #expect(response.headers.first(name: "Content-Type") == type) }
        }
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}
