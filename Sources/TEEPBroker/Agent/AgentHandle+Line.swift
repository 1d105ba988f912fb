import NIOCore
import TEEPLink

extension AgentHandle {
  /// How a line came to its end.
  struct LineEnd: Sendable {
    /// An agent spoke on it.
    let wasHeard: Bool
    let reason: String
  }

  /// Drives the link on a line until that is gone.
  func serve(_ channel: Device.Line) async -> LineEnd {
    let (frames, output) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(4))
    let (alarms, alarm) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    attach(output: output, alarm: alarm)
    var reason = "it was closed at the other end"
    do {
      try await channel.executeThenClose { inbound, outbound in
        try await withThrowingTaskGroup(of: Void.self) { group in
          defer { group.cancelAll() }
          group.addTask { for try await bytes in inbound { await self.receive(bytes) } }
          group.addTask { for await frame in frames { try await outbound.write(ByteBuffer(bytes: frame)) } }
          group.addTask {
            for await _ in alarms {
              while let pause = await self.advance() { try await Task.sleep(for: pause) }
            }
          }
          try await group.next()
        }
      }
    } catch {
      reason = networkReason(error)
    }
    let wasHeard = identity != nil
    detach()
    return LineEnd(wasHeard: wasHeard, reason: reason)
  }

  private func receive(_ bytes: ByteBuffer) {
    traffic.bytesFromAgent += bytes.readableBytes
    link.receive(bytes.readableBytesView, at: now)
    drain()
  }

  /// Lets the link notice the time, and says when it is to do so next; nil when it waits for nothing. Never later
  /// than its shortest timer, since an answer may bring the deadline forward meanwhile.
  private func advance() -> Duration? {
    let now = now
    link.advance(to: now)
    drain()
    guard let deadline = link.deadline else { return nil }
    let shortest = min(limits.link.pollInterval, limits.link.retransmissionInterval)
    return .milliseconds(deadline > now ? min(deadline - now, shortest) : 1)
  }
}
