import Synchronization

/// Counts what happens, and says it in Prometheus' format.
///
/// The labels are bounded: devices by `maximumDevices`, everything else by what this code names. No URI, component or
/// user is a label.
final class BrokerMetrics: BrokerObserver {
  /// Devices that are counted singly, those that were served once included; further ones are counted together.
  private let maximumDevices: Int
  /// What the further ones go by; no device's name, which is never empty.
  static let otherDevices = ""

  private struct Counts {
    var devices: [String: DeviceCounts] = [:]
    var openCircuits: Set<RemoteURI> = []
    var circuitOpenings = 0
    var apiRequests: [APIRequest: Int] = [:]
    var droppedWatchers = 0
    var storeFailures = 0
  }

  /// A request to the API by its route, which is one of few, and the status of the answer.
  struct APIRequest: Hashable, Sendable {
    var route: String
    var status: Int
  }

  private let counts = Mutex(Counts())

  init(maximumDevices: Int = 4096) { self.maximumDevices = maximumDevices }

  func observe(_ event: BrokerEvent) {
    counts.withLock { counts in
      let isKnown = counts.devices[event.device] != nil
      let name = isKnown || counts.devices.count < maximumDevices ? event.device : Self.otherDevices
      counts.devices[name, default: DeviceCounts()].count(event.happening)
      switch event.happening {
      case .circuitOpened(let tam, _):
        counts.circuitOpenings += 1
        if counts.openCircuits.count < maximumDevices { counts.openCircuits.insert(tam) }
      case .circuitClosed(let tam): counts.openCircuits.remove(tam)
      default: break
      }
    }
  }

  func countRequest(_ request: APIRequest) { counts.withLock { $0.apiRequests[request, default: 0] += 1 } }

  func countDroppedWatcher() { counts.withLock { $0.droppedWatchers += 1 } }

  func countStoreFailure() { counts.withLock { $0.storeFailures += 1 } }

  /// How many devices have a line to an agent that speaks.
  var connectedDevices: Int { counts.withLock { counts in counts.devices.values.count { $0.isConnected } } }

  /// All of it as it is now.
  func page() -> PrometheusText {
    let counts = counts.withLock { $0 }
    var page = PrometheusText()
    Self.write(counts.devices.sorted { $0.key < $1.key }, to: &page)
    page.write(
      "teep_broker_circuits_open", .gauge, "TAMs that failed so often that they are left alone for now.",
      Double(counts.openCircuits.count))
    page.write(
      "teep_broker_circuit_openings_total", .counter, "Times at which a TAM began to be left alone.",
      Double(counts.circuitOpenings))
    page.write(
      "teep_broker_api_requests_total", .counter, "Requests to the API by route and HTTP status.",
      counts.apiRequests.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }.map {
        ([("route", $0.key.route), ("status", "\($0.key.status)")], Double($0.value))
      })
    page.write(
      "teep_broker_watchers_dropped_total", .counter, "Watchers of events that did not keep up.",
      Double(counts.droppedWatchers))
    page.write(
      "teep_broker_state_failures_total", .counter, "Accesses to the state's file that failed.",
      Double(counts.storeFailures))
    ProcessFigures().write(to: &page)
    return page
  }
}
