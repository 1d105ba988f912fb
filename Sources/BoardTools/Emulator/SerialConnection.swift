/// A test's own end of a board's serial line.
public actor SerialConnection {
  private let socket: UnixSocket

  // Waiting blocks a thread, which is not one of those that other tasks need.
  private nonisolated let executor = QueueExecutor("serial")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.reference }

  /// Connects to the Unix socket at `path`.
  public init(path: String) throws {
    socket = try UnixSocket(path: path, until: .now + .seconds(20))
  }

  public func send(_ bytes: [UInt8]) throws {
    try socket.send(bytes, until: .now + .seconds(20))
  }

  /// The next `count` bytes.
  public func receive(_ count: Int, within time: Duration = .seconds(20)) throws -> [UInt8] {
    let deadline = ContinuousClock.now + time
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += try socket.receive(atMost: count - bytes.count, until: deadline) }
    return bytes
  }

  /// What has arrived, and nothing where the line stays silent for as long.
  public func receiveSome(within time: Duration) throws -> [UInt8] {
    try socket.receive(upTo: 4096, until: .now + time) ?? []
  }
}
