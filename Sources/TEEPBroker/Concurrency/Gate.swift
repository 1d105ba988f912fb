/// Holds tasks back while it is closed, as it is at first.
struct Gate: Sendable {
  private let room = WaitingRoom(false)

  var isOpen: Bool { room.state }

  /// Returns when the gate is open.
  func pass() async throws {
    try await room.enter { isOpen, _ in isOpen ? .pass : .wait }
  }

  func open() {
    room.update { isOpen, waiting in
      isOpen = true
      return waiting
    }
  }

  func close() {
    room.update { isOpen, _ in
      isOpen = false
      return 0
    }
  }
}
