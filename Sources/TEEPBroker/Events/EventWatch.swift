import Synchronization

/// The events from some moment on, for somebody who watches.
///
/// Events wait here until they are taken, but not more than ``capacity``: a watcher that does not keep up is cut off, so
/// that none can make the broker remember or wait. What waits then can still be taken.
final class EventWatch: Sendable {
  static let capacity = 256

  /// Why no more events follow.
  enum End: Sendable {
    case fellBehind
    case brokerEnds
    /// The watcher went away.
    case closed
  }

  /// Ends with the watch.
  let events: AsyncStream<BrokerEvent>
  private let continuation: AsyncStream<BrokerEvent>.Continuation
  private let isWanted: @Sendable (BrokerEvent) -> Bool
  private let onEnd: @Sendable () -> Void
  private let firstEnd = Mutex<End?>(nil)

  /// - Parameters:
  ///   - isWanted: says whether an event is for this watcher.
  ///   - onEnd: called once, when the watch is over, from wherever that was noticed.
  init(where isWanted: @escaping @Sendable (BrokerEvent) -> Bool, onEnd: @escaping @Sendable () -> Void) {
    self.isWanted = isWanted
    self.onEnd = onEnd
    (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
  }

  deinit { end(.closed) }

  /// Why the watch is over; nil while it is not.
  var hasEnded: End? { firstEnd.withLock { $0 } }

  func take(_ event: BrokerEvent) {
    guard isWanted(event) else { return }
    if case .dropped = continuation.yield(event) { end(.fellBehind) }
  }

  /// Lets no more events in. Only the first reason counts.
  func end(_ reason: End) {
    let isFirst = firstEnd.withLock { end in
      guard end == nil else { return false }
      end = reason
      return true
    }
    guard isFirst else { return }
    continuation.finish()
    onEnd()
  }
}
