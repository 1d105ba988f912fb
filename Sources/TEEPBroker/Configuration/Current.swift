import Synchronization

/// A value that a reload replaces while others read it.
final class Current<Value: Sendable>: Sendable {
  private let storage: Mutex<Value>

  init(_ value: Value) { storage = Mutex(value) }

  var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }

  /// Replaces the value; returns the one before.
  func take(_ value: Value) -> Value {
    storage.withLock { storage in
      defer { storage = value }
      return storage
    }
  }
}
