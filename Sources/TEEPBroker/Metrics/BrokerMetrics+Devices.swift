extension BrokerMetrics {
  /// Writes what is counted of each device.
  static func write(_ devices: [(key: String, value: DeviceCounts)], to page: inout PrometheusText) {
    func write(
      _ name: String, _ help: String, _ kind: PrometheusText.Kind = .counter,
      _ samples: @escaping @Sendable (DeviceCounts) -> [(labels: [(name: String, value: String)], value: Int)]
    ) {
      page.write(
        "teep_broker_" + name, kind, help,
        devices.flatMap { device in
          samples(device.value).map { ([("device", device.key)] + $0.labels, Double($0.value)) }
        })
    }
    @Sendable func both(_ counts: DeviceCounts.BothWays) -> [(
      labels: [(name: String, value: String)], value: Int
    )] {
      [RelayedMessage.Direction.toAgent, .fromAgent].map { ([("direction", $0.rawValue)], counts[$0]) }
    }
    @Sendable func endings(_ counts: DeviceCounts.Endings) -> [(
      labels: [(name: String, value: String)], value: Int
    )] {
      [([("outcome", "done")], counts.done), ([("outcome", "failed")], counts.failed)]
    }
    write("device_connected", "Whether an agent speaks on the device's line.", .gauge) {
      [([], $0.isConnected ? 1 : 0)]
    }
    write("line_losses_total", "Times at which the line to an agent that spoke was lost.") {
      [([], $0.lineLosses)]
    }
    write("agent_restarts_total", "Restarts of the agent that were noticed.") { [([], $0.restarts)] }
    write("link_bytes_total", "Bytes on the line.") {
      both(.init(toAgent: $0.traffic.bytesToAgent, fromAgent: $0.traffic.bytesFromAgent))
    }
    write("link_retransmissions_total", "Frames that were sent again, because no answer came in time.") {
      [([], $0.traffic.retransmissions)]
    }
    write("exchanges_total", "Requests, releases and policy checks that ended.") { counts in
      [("policyCheck", counts.policyChecks), ("release", counts.releases), ("request", counts.requests)]
        .filter { $0.1.done + $0.1.failed > 0 }
        .flatMap { name, ended in endings(ended).map { ([("exchange", name)] + $0.labels, $0.value) } }
    }
    write("sessions_under_way", "Sessions with a TAM that go on now.", .gauge) { [([], $0.sessionsUnderWay)] }
    write("sessions_total", "Sessions with a TAM that ended.") { endings($0.sessions) }
    write("messages_total", "TEEP messages that were relayed.") { both($0.messages) }
    write("message_bytes_total", "Bytes of the TEEP messages that were relayed.") { both($0.messageBytes) }
    write("retries_total", "Sessions that were begun again after a failure.") { [([], $0.retries)] }
    write("payloads_total", "Payloads that the agent asked for.") { endings($0.payloads) }
    write("payload_bytes_total", "Bytes of payloads that the agent took.") { [([], $0.payloadBytes)] }
    write("payload_resumptions_total", "Payloads that went on after their connection broke.") {
      [([], $0.payloadResumptions)]
    }
    write("errors_total", "What failed, by stage and kind.") { counts in
      counts.failures.sorted {
        ($0.key.stage.rawValue, $0.key.kind.rawValue) < ($1.key.stage.rawValue, $1.key.kind.rawValue)
      }
      .map { ([("stage", $0.key.stage.rawValue), ("kind", $0.key.kind.rawValue)], $0.value) }
    }
  }
}
