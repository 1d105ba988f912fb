import Foundation
import Synchronization
import TEEPLink

/// The agent's end of a connection.
struct ConnectionPort: LinkPort, ~Copyable {
  let connection: Connection
  private let isCut: @Sendable () -> Bool
  private var unread: ArraySlice<UInt8> = []

  /// - Parameter isCut: asked when bytes have come; where it says so they are lost, and the line with them.
  init(_ connection: Connection, isCut: @escaping @Sendable () -> Bool = { false }) {
    self.connection = connection
    self.isCut = isCut
  }

  mutating func receive() -> UInt8? {
    if unread.isEmpty { unread = connection.read()[...] }
    if isCut() { unread = [] }
    return unread.popFirst()
  }

  mutating func send(_ bytes: Span<UInt8>) {
    var frame: [UInt8] = []
    for index in bytes.indices { frame.append(bytes[index]) }
    connection.write(frame)
  }
}

/// An agent in this process that does what a script says, on a thread of its own.
final class FakeAgent: Sendable {
  /// A call as the agent got it.
  struct Call: Equatable {
    let kind: LinkCall
    let argument: [UInt8]
  }

  /// What the script wants done with a call.
  enum Reply {
    case nothing
    case tamURI(String)
    case message([UInt8], ticks: UInt32 = 0)
    case tamURIAndMessage(String, [UInt8])
    case failure(UInt8)
    /// The agent restarts: it forgets its session and has a new boot identifier.
    case restart
    /// The agent's line goes away.
    case hangUp
  }

  typealias Link = AgentLink<ConnectionPort>
  typealias Script = @Sendable (inout Link, Call) -> Reply

  private struct State {
    var calls: [Call] = []
    var boot: UInt32 = 100
    var connection: Connection?
    var isStopped = false
    var isReset = false
  }

  private let state = Mutex(State())
  private let script: Script

  init(_ script: @escaping Script) { self.script = script }

  /// What the agent was asked so far.
  var calls: [Call] { state.withLock { $0.calls } }

  /// How often it was asked this.
  func count(_ kind: LinkCall) -> Int { calls.count { $0.kind == kind } }

  /// Serves the brokers that connect, one after the other, on a thread of its own.
  func listen(at path: String) throws -> Listener {
    let listener = try Listener(unixSocket: path)
    Thread { while let connection = listener.accept() { self.serve(connection) } }.start()
    return listener
  }

  /// Serves one connection on a thread of its own.
  func attach(to connection: Connection) {
    Thread { self.serve(connection) }.start()
  }

  /// Cuts the line.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.connection?.stop()
    }
  }

  /// Resets the agent while nothing is asked of it: it forgets its session without a word.
  func reset() { state.withLock { $0.isReset = true } }

  private func serve(_ connection: Connection) {
    let isStopped = state.withLock { state in
      state.connection = connection
      return state.isStopped
    }
    var isOnLine = !isStopped
    while isOnLine {
      let boot = state.withLock { state in
        state.boot += 1
        state.isReset = false
        return state.boot
      }
      let port = ConnectionPort(connection) { self.state.withLock { $0.isReset || $0.isStopped } }
      var link = Link(port: port, bootIdentifier: boot, maximumMessage: 4096)
      isOnLine = run(&link) || state.withLock { $0.isReset }
    }
    connection.stop()
    state.withLock { $0.connection = nil }
  }

  /// Runs one life of the agent; says whether another one follows.
  private func run(_ link: inout Link) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      var span = buffer.mutableSpan
      guard let received = link.nextCall(into: &span) else { return false }
      let call = Call(kind: received.call, argument: Array(buffer.prefix(received.byteCount)))
      state.withLock { $0.calls.append(call) }
      switch script(&link, call) {
      case .nothing: link.answer(.nothing)
      case .tamURI(let uri): link.answer(.tamURI, tamURI: uri)
      case .message(let message, let ticks): link.answer(.message, message: message, ticks: ticks)
      case .tamURIAndMessage(let uri, let message):
        link.answer(.tamURIAndMessage, tamURI: uri, message: message)
      case .failure(let code): link.answer(.failure(code))
      case .restart: return true
      case .hangUp: return false
      }
    }
  }
}

extension AgentLink where Port: ~Copyable {
  fileprivate mutating func answer(
    _ outcome: LinkOutcome, tamURI: String = "", message: [UInt8] = [], ticks: UInt32 = 0
  ) {
    answer(outcome, tamURI: Array(tamURI.utf8).span, message: message.span, ticks: ticks)
  }

  /// Fetches a payload, `pause` seconds apart in pieces of `pieceSize`.
  mutating func fetch(_ uri: String, pieceSize: Int = 1024, pause: Double = 0) throws(LinkFetchError)
    -> [UInt8]
  {
    try openFetch(uri: Array(uri.utf8).span)
    var payload: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieceSize)
    while true {
      var span = piece.mutableSpan
      let count = try readFetch(into: &span)
      guard count > 0 else { return payload }
      payload += piece.prefix(count)
      if pause > 0 { Thread.sleep(forTimeInterval: pause) }
    }
  }
}
