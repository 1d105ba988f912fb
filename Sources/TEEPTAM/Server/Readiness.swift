/// Waits until both listeners are there, and then says so once.
actor Readiness {
  private let onReady: @Sendable (_ port: Int) -> Void
  private var port: Int?
  private var isAdministered = false

  init(onReady: @escaping @Sendable (_ port: Int) -> Void) { self.onReady = onReady }

  /// Brokers are served at this port.
  func serves(at port: Int) {
    self.port = port
    report()
  }

  /// Operators are served.
  func administers() {
    isAdministered = true
    report()
  }

  private func report() {
    if let port, isAdministered { onReady(port) }
  }
}
