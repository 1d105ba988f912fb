public import BoardTools
public import TEEPLink

/// A broker's end of the link over an emulated serial line, one call after the other.
public struct LinkClient {
  private var link = BrokerLink()
  private let line: SerialConnection
  private let start = ContinuousClock.now

  public init(_ line: SerialConnection) {
    self.line = line
  }

  /// Milliseconds since the start, in which the link's timers are set.
  private var now: UInt64 { UInt64((ContinuousClock.now - start) / .milliseconds(1)) }

  /// Makes a call and returns what ends it. What the agent wants to fetch meanwhile it does not get.
  public mutating func call(_ call: LinkCall, _ argument: [UInt8] = []) async throws -> BrokerLink.Answer {
    link.start(call, argument: argument, at: now)
    while true {
      let output = link.takeOutput()
      if !output.isEmpty { try await line.send(output) }
      while let event = link.nextEvent() {
        switch event {
        case .finished(let answer): return answer
        case .failed(let failure): throw failure
        case .wantsPayload: link.failPayload(1, at: now)
        default: break
        }
      }
      let patience =
        link.deadline.map { Duration.milliseconds(max(0, Int64($0) - Int64(now))) } ?? .seconds(1)
      link.receive(try await line.receiveSome(within: patience), at: now)
      link.advance(to: now)
    }
  }
}
