import Synchronization

/// The devices that the broker serves now, by their names.
///
/// The supervisor fills it; whoever has something done for an application looks the device up for each exchange, since
/// a reload may take it away in between. An exchange with a device that goes fails with ``ErrorKind/ending``.
final class DeviceRegistry: Sendable {
  private let devicesByName = Mutex<[String: ManagedDevice]>([:])

  /// All devices, by name.
  var devices: [ManagedDevice] {
    devicesByName.withLock { Array($0.values) }.sorted { $0.name < $1.name }
  }

  /// What can be done with each device's agent, in no order.
  var exchanges: [Exchanges] { devicesByName.withLock { $0.values.map(\.exchanges) } }

  /// The device of this name.
  subscript(name: String) -> ManagedDevice? { devicesByName.withLock { $0[name] } }

  func insert(_ device: ManagedDevice) { devicesByName.withLock { $0[device.name] = device } }

  func remove(_ name: String) { devicesByName.withLock { _ = $0.removeValue(forKey: name) } }
}
