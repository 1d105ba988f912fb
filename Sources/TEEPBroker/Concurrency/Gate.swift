/// Holds tasks back while it is closed, as it is at first.
struct Gate: Sendable {
  private let isOpen = WaitingRoom(false)

  /// Returns when the gate is open.
  func pass() async throws {
    try await isOpen.enter { isOpen, _ in isOpen ? .pass : .wait }
  }

  func open() {
    isOpen.update { isOpen, waiting in
      isOpen = true
      return waiting
    }
  }

  func close() {
    isOpen.update { isOpen, _ in
      isOpen = false
      return 0
    }
  }
}
