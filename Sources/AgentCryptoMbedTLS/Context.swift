import CMbedTLS

/// A context of mbed TLS at an address that stays, as those need that point into themselves. It is filled with zeros and
/// freed with the last value that holds it.
@safe
final class Context<Value> {
  /// What C functions are given.
  let address: UnsafeMutablePointer<Value>
  private let free: (UnsafeMutablePointer<Value>?) -> Void

  /// A context that `initialize` makes and `free` unmakes.
  init(
    initialize: (UnsafeMutablePointer<Value>?) -> Void,
    free: @escaping (UnsafeMutablePointer<Value>?) -> Void
  ) {
    unsafe address = .allocate(capacity: 1)
    unsafe self.free = free
    unsafe initialize(address)
  }

  deinit {
    unsafe free(address)
    unsafe address.deallocate()
  }
}
