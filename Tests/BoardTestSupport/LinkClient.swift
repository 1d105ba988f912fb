public import TEEPLink

/// A broker's end of the link over a line, one call after the other.
public struct LinkClient<Line: ByteLine> {
  private var link: BrokerLink
  private let line: Line
  private let start = ContinuousClock.now

  public init(_ line: Line, _ configuration: BrokerLink.Configuration = .init()) {
    self.line = line
    link = BrokerLink(configuration: configuration)
  }

  /// Milliseconds since the start, in which the link's timers are set.
  private var now: UInt64 { UInt64((ContinuousClock.now - start) / .milliseconds(1)) }

  /// How many requests were sent again.
  public var retransmissions: Int { link.retransmissions }

  /// Makes a call and returns what ends it. What the agent wants to fetch meanwhile it does not get.
  public mutating func call(_ call: LinkCall, _ argument: [UInt8] = []) async throws -> BrokerLink.Answer {
    link.start(call, argument: argument, at: now)
    while true {
      let output = link.takeOutput()
      do {
        if !output.isEmpty { try await line.send(output) }
      } catch is LineCut { link.lineLost() }
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

extension BrokerLink.Configuration {
  /// Timers for an agent without a slow line, and patience for a machine that leaves it no time for a minute.
  public static var noisyTest: Self {
    var configuration = Self().scaled(by: 0.01)
    configuration.toleratedSilence = 60_000
    configuration.maximumRetransmissions = 10_000
    return configuration
  }
}
