import Foundation
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Sends events to a watcher as server-sent events (WHATWG HTML, section 9.2), each with the event's type and its JSON.
struct EventStream: Sendable {
  /// How long a watcher may take to read what waits for it when its watch is over.
  private static let lastReading = TimeAmount.seconds(5)

  private let watch: EventWatch
  private let metrics: BrokerMetrics

  /// - Parameter channel: the watcher's connection, which is cut where it does not read on when its watch is over.
  init(
    _ events: BrokerEvents, _ metrics: BrokerMetrics, to channel: any Channel,
    where isWanted: @escaping @Sendable (BrokerEvent) -> Bool
  ) throws {
    self.metrics = metrics
    watch = try events.watch(where: isWanted) {
      channel.eventLoop.scheduleTask(in: Self.lastReading) { channel.close(promise: nil) }
    }
  }

  /// The answer to a request; it ends with the watch, with an event that says why.
  func response(to request: Request) -> Response {
    let body = ResponseBody { writer in
      do {
        try await request.body.consumeWithInboundCloseHandler { _ in
          try await send(to: &writer)
        } onInboundClosed: {
          watch.end(.closed)
        }
      } catch {
        watch.end(.closed)
        throw error
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }

  private func send(to writer: inout any ResponseBodyWriter) async throws {
    // Says at once that the watch has begun.
    try await writer.write(ByteBuffer(string: ":\n\n"))
    try await withGracefulShutdownHandler {
      for await event in watch.events {
        if let event = WatchedEvent(event) { try await writer.write(Self.frame(event)) }
      }
    } onGracefulShutdown: {
      watch.end(.brokerEnds)
    }
    switch watch.hasEnded {
    case .fellBehind?:
      metrics.countDroppedWatcher()
      try await writer.write(
        Self.frame(.ended("more than \(EventWatch.capacity) events waited to be read; connect again")))
    case .brokerEnds?: try await writer.write(Self.frame(.ended("the broker is being ended")))
    case .closed?, nil: break
    }
  }

  private static func frame(_ event: WatchedEvent) throws -> ByteBuffer {
    let json = try BrokerAPI.makeEncoder().encode(event)
    return ByteBuffer(
      string: "event: \(event.type.rawValue)\ndata: \(String(decoding: json, as: UTF8.self))\n\n")
  }
}
