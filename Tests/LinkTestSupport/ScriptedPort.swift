import TEEPLink

/// What an agent reads in one go, and what it sent before the line was gone.
final class Script {
  var toAgent: ArraySlice<UInt8> = []
  var fromAgent: [UInt8] = []

  /// The agent is to read these frames next.
  func add(_ frames: ReferenceFrame...) { for frame in frames { toAgent += frame.onLine } }

  /// The frames that the agent has sent since this was last asked.
  func answers() -> [ReferenceFrame] {
    defer { fromAgent = [] }
    return ReferenceFrame.all(in: fromAgent)
  }
}

/// A line on which everything that will ever come has come.
struct ScriptedPort: LinkPort, ~Copyable {
  let script: Script

  mutating func receive() -> UInt8? { script.toAgent.popFirst() }

  mutating func send(_ bytes: Span<UInt8>) {
    for index in bytes.indices { script.fromAgent.append(bytes[index]) }
  }
}

extension AgentLink where Port: ~Copyable {
  /// The next call with its argument, in a buffer of `capacity` bytes; nil when the line is gone.
  mutating func nextCall(capacity: Int) -> (call: ReceivedCall, argument: [UInt8])? {
    var buffer = [UInt8](repeating: 0xEE, count: capacity)
    var span = buffer.mutableSpan
    guard let call = nextCall(into: &span) else { return nil }
    return (call, call.isOversized ? buffer : Array(buffer.prefix(call.byteCount)))
  }

  /// Everything of a payload, read `pieceSize` bytes at a time.
  mutating func fetch(_ uri: String, pieceSize: Int) throws(LinkFetchError) -> [UInt8] {
    try openFetch(uri: Array(uri.utf8).span)
    var payload: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieceSize)
    while true {
      var span = piece.mutableSpan
      let count = try readFetch(into: &span)
      guard count > 0 else { return payload }
      payload += piece.prefix(count)
    }
  }

  mutating func answer(_ outcome: LinkOutcome, tamURI: [UInt8] = [], message: [UInt8] = [], ticks: UInt32 = 0)
  {
    answer(outcome, tamURI: tamURI.span, message: message.span, ticks: ticks)
  }
}
