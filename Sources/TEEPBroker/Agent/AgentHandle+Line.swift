import NIOCore
import TEEPLink

extension AgentHandle {
  /// How a line came to its end.
  struct LineEnd: Sendable {
    /// An agent spoke on it.
    let wasHeard: Bool
    let reason: String
  }

  /// Opens a line and drives the link on it until it is gone.
  func serve(_ device: Device) async -> LineEnd {
    do {
      let channel = try await device.open(on: eventLoop) { LineHandler(agent: self) }
      guard !isStopped else {
        try await channel.close()
        throw CancellationError()
      }
      attach(channel)
      // What breaks the line is told by the handler.
      try? await withTaskCancellationHandler {
        try await channel.closeFuture.get()
      } onCancel: {
        channel.close(promise: nil)
      }
    } catch {
      breakage = networkReason(error)
    }
    let end = LineEnd(wasHeard: identity != nil, reason: breakage ?? "it was closed at the other end")
    detach()
    return end
  }

  /// Takes what the line has brought.
  func receive(_ bytes: ByteBuffer) {
    traffic.bytesFromAgent += bytes.readableBytes
    link.receive(bytes.readableBytesView, at: now)
    drain()
  }

  /// Lets the link notice the time.
  func advance() {
    alarm = nil
    link.advance(to: now)
    drain()
  }
}

/// Gives an agent's handle what its line brings. Both are served by one event loop.
final class LineHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let agent: AgentHandle

  init(agent: AgentHandle) { self.agent = agent }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    agent.assumeIsolated { $0.receive(bytes) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let reason = networkReason(error)
    agent.assumeIsolated { $0.breakage = reason }
    context.close(promise: nil)
  }
}
