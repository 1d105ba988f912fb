import Synchronization

/// Takes every event, at once and in order for each device. Called from many threads, so it has to be quick and must
/// not wait: it counts, or puts the event where a task of its own takes it up.
public protocol BrokerObserver: Sendable {
  func observe(_ event: BrokerEvent)
}

/// Where the parts of the broker say what happens, and others learn of it.
///
/// - An observer, given at the start, sees each event: metrics and state are observers.
/// - A watcher comes and goes, and sees the events from its coming on; one that does not keep up loses the oldest, so
///   that no application can make the broker remember or wait.
public final class BrokerEvents: Sendable {
  private struct Watchers {
    var lastNumber: UInt64 = 0
    var continuations: [UInt64: AsyncStream<BrokerEvent>.Continuation] = [:]
  }

  /// Events that are kept for a watcher that is slow.
  public static let watcherCapacity = 256

  private let observers: [any BrokerObserver]
  private let watchers = Mutex(Watchers())

  public init(observers: [any BrokerObserver] = []) { self.observers = observers }

  /// Tells an event to all.
  public func publish(_ event: BrokerEvent) {
    for observer in observers { observer.observe(event) }
    let continuations = watchers.withLock { watchers in
      watchers.continuations.isEmpty ? [] : Array(watchers.continuations.values)
    }
    for continuation in continuations { continuation.yield(event) }
  }

  /// The events from now on, until whoever iterates is done or cancelled.
  public func watch() -> AsyncStream<BrokerEvent> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: BrokerEvent.self, bufferingPolicy: .bufferingNewest(Self.watcherCapacity))
    let number = watchers.withLock { watchers in
      watchers.lastNumber += 1
      watchers.continuations[watchers.lastNumber] = continuation
      return watchers.lastNumber
    }
    continuation.onTermination = { [weak self] _ in
      _ = self?.watchers.withLock { $0.continuations.removeValue(forKey: number) }
    }
    return stream
  }

  /// Where one device's part of the broker says what happens.
  func of(device: String) -> DeviceEvents { DeviceEvents(device: device, events: self) }
}

/// The events of one device.
struct DeviceEvents: Sendable {
  let device: String
  let events: BrokerEvents

  func publish(_ happening: BrokerEvent.Happening) {
    events.publish(BrokerEvent(device: device, happening))
  }
}
