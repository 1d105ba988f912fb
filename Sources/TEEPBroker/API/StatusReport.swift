import ServiceLifecycle
import TEEPHost

/// Puts together what the broker knows of its devices, and asks their agents what they hold.
struct StatusReport: Sendable {
  /// Agents that are asked at the same time.
  private static let width = 64
  /// How long an agent that is busy is waited for.
  private static let patience = Duration.seconds(3)

  let store: StateStore

  /// In the order of the devices.
  func of(_ devices: [ManagedDevice]) async throws -> [AgentStatus] {
    try await withThrowingTaskGroup(of: (Int, AgentStatus).self) { group in
      var reports = [AgentStatus?](repeating: nil, count: devices.count)
      for (index, device) in devices.enumerated() {
        if index >= Self.width, let (index, report) = try await group.next() { reports[index] = report }
        group.addTask { (index, try await of(device)) }
      }
      for try await (index, report) in group { reports[index] = report }
      return reports.compactMap(\.self)
    }
  }

  private func of(_ device: ManagedDevice) async throws -> AgentStatus {
    var contents: AgentContents?
    do {
      contents = try await cancelWhenGracefulShutdown {
        try await withTimeLimit(Self.patience) { try await device.exchanges.status() }
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // What else there is to say is said.
    }
    let requests = try await store.requests(of: device.name)
    return await AgentStatus(
      device: device.name, waitingCalls: device.agent.turns.waitingCount, record: device.agent.record,
      contents: contents, requests: requests.map { ComponentStatus($0.record, users: $0.users) })
  }
}
