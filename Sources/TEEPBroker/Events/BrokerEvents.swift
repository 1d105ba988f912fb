import Synchronization

/// Takes every event, at once and in order for each device. Called from many threads, so it has to be quick and must
/// not wait: it counts, or puts the event where a task of its own takes it up.
public protocol BrokerObserver: Sendable {
  func observe(_ event: BrokerEvent)
}

/// Where the parts of the broker say what happens, and others learn of it.
///
/// - An observer, given at the start, sees each event: metrics and state are observers.
/// - A watcher comes and goes, and sees the events from its coming on.
public final class BrokerEvents: Sendable {
  private struct Watchers {
    var lastNumber: UInt64 = 0
    var watches: [UInt64: Reference] = [:]
  }

  /// A watch that is over when whoever watches lets go of it.
  private struct Reference {
    weak var watch: EventWatch?
  }

  /// How many may watch at the same time.
  static let maximumWatchers = 64

  /// More want to watch than there is room for.
  struct TooManyWatchers: Error {}

  private let observers: [any BrokerObserver]
  private let watchers = Mutex(Watchers())

  public init(observers: [any BrokerObserver] = []) { self.observers = observers }

  /// Tells an event to all.
  public func publish(_ event: BrokerEvent) {
    for observer in observers { observer.observe(event) }
    for watch in watchers.withLock({ $0.watches.values.compactMap(\.watch) }) { watch.take(event) }
  }

  /// How many watch.
  var watcherCount: Int { watchers.withLock { $0.watches.count } }

  /// The events from now on that are wanted, until the watch ends.
  ///
  /// - Parameter onEnd: see ``EventWatch``.
  func watch(
    where isWanted: @escaping @Sendable (BrokerEvent) -> Bool, onEnd: @escaping @Sendable () -> Void = {}
  ) throws(TooManyWatchers) -> EventWatch {
    let watch = watchers.withLock { watchers -> EventWatch? in
      guard watchers.watches.count < Self.maximumWatchers else { return nil }
      watchers.lastNumber += 1
      let number = watchers.lastNumber
      let watch = EventWatch(where: isWanted) { [weak self] in
        _ = self?.watchers.withLock { $0.watches.removeValue(forKey: number) }
        onEnd()
      }
      watchers.watches[number] = Reference(watch: watch)
      return watch
    }
    guard let watch else { throw TooManyWatchers() }
    return watch
  }
}

/// The events of one device.
struct DeviceEvents: Sendable {
  let device: String
  let events: BrokerEvents

  func publish(_ happening: BrokerEvent.Happening) {
    events.publish(BrokerEvent(device: device, happening))
  }
}
