import Hummingbird

/// Answers what supervisors and collectors of metrics ask.
struct HealthResponder: Sendable {
  let registry: DeviceRegistry
  let store: StateStore
  let metrics: BrokerMetrics

  func addRoutes<Context: RequestContext>(to router: Router<Context>) {
    router.get("\(BrokerAPI.healthPath)") { _, _ in
      let problem = await problem()
      let health = BrokerAPI.Health(
        healthy: problem == nil, devices: registry.devices.count, connected: metrics.connectedDevices,
        problem: problem)
      return try Response(status: problem == nil ? .ok : .serviceUnavailable, json: health)
    }
    router.get("\(BrokerAPI.metricsPath)") { _, _ in
      let page = metrics.page()
      return Response(
        status: .ok, headers: [.contentType: PrometheusText.mediaType],
        body: ResponseBody { writer in
          for metric in page.metrics { try await writer.write(ByteBuffer(string: metric())) }
          try await writer.finish(nil)
        })
    }
  }

  /// A device that is away is none of the broker's; a state that cannot be written is.
  private func problem() async -> String? {
    do {
      try await store.check()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
