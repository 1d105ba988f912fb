import TEEPLink

/// A broker's end of the link to a `teep-agent`: one call after the other, with payloads from memory.
struct AgentLine: ~Copyable {
  private var link = BrokerLink()
  private let socket: AgentSocket
  private let start = ContinuousClock.now
  private var rest: ArraySlice<UInt8>?

  /// What the broker can fetch.
  var payloads: [String: [UInt8]] = [:]
  var chunkByteCount = 48
  /// The URIs that the agent asked for, in order.
  private(set) var opened: [String] = []

  init(_ socket: AgentSocket) { self.socket = socket }

  /// Milliseconds since the start, in which the link's timers are set.
  private var now: UInt64 { UInt64((ContinuousClock.now - start) / .milliseconds(1)) }

  /// Makes a call and returns what ends it.
  mutating func call(_ call: LinkCall, _ argument: [UInt8] = []) throws -> BrokerLink.Answer {
    link.start(call, argument: argument, at: now)
    while true {
      // An event may leave something to send behind.
      if let answer = try takeEvents() { return answer }
      let output = link.takeOutput()
      if !output.isEmpty { try socket.send(output) }
      let time = now
      let patience = link.deadline.map { $0 > time ? $0 - time : 0 } ?? 1000
      link.receive(try socket.receive(within: patience), at: now)
      link.advance(to: now)
    }
  }

  private mutating func takeEvents() throws -> BrokerLink.Answer? {
    while let event = link.nextEvent() {
      switch event {
      case .finished(let answer): return answer
      case .failed(let failure): throw failure
      case .fetch(let uri):
        let name = String(decoding: uri, as: UTF8.self)
        opened.append(name)
        rest = payloads[name]?[...]
      case .wantsPayload: providePayload()
      default: break
      }
    }
    return nil
  }

  private mutating func providePayload() {
    guard let chunk = rest?.prefix(chunkByteCount) else { return link.failPayload(1, at: now) }
    guard !chunk.isEmpty else { return link.endPayload(at: now) }
    rest?.removeFirst(chunk.count)
    link.provide(payload: Array(chunk), at: now)
  }
}
