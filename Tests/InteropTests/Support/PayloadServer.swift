import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A web server on 127.0.0.1 that delivers one payload in the way that it is told.
final class PayloadServer: Sendable {
  /// How a payload is delivered.
  struct Delivery: Sendable {
    enum Ending: Sendable {
      case regular
      /// The connection is closed, though more was announced.
      case cut
      /// Nothing more comes, though more was announced.
      case silence
    }

    var status = HTTPResponseStatus.ok
    var bytes: [UInt8] = []
    /// Bytes that are announced and never come.
    var missing = 0
    var ending = Ending.regular
  }

  private final class State: Sendable {
    let delivery = Mutex<(next: Delivery, count: Int)>((Delivery(), 0))
  }

  private let state = State()
  private let channel: any Channel
  /// The URI of the payload.
  let uri: String

  init() throws {
    channel = try ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { [state] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(state: state))
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    uri = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/payload"
  }

  deinit { channel.close(promise: nil) }

  /// How often a payload was delivered, as far as it was to be.
  var deliveryCount: Int { state.delivery.withLock { $0.count } }

  /// From here on the payload is delivered in this way.
  func deliver(_ delivery: Delivery) { state.delivery.withLock { $0 = (delivery, 0) } }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let state: State

    init(state: State) { self.state = state }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      let delivery = state.delivery.withLock { $0.next }
      let length = delivery.bytes.count + delivery.missing
      let head = HTTPResponseHead(
        version: .http1_1, status: delivery.status, headers: ["Content-Length": String(length)])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      let sent = context.eventLoop.makePromise(of: Void.self)
      sent.futureResult.whenSuccess { [state] in state.delivery.withLock { $0.count += 1 } }
      context.writeAndFlush(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: delivery.bytes)))), promise: sent)
      switch delivery.ending {
      case .regular: context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      case .cut: context.close(promise: nil)
      case .silence: break
      }
    }
  }
}
