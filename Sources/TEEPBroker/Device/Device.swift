import Glibc
import NIOCore
import NIOPosix
public import TEEPHost

/// What an agent is reached through. It can be opened again when the line was lost.
public enum Device: Sendable, CustomStringConvertible {
  case unixSocket(UnixSocketAddress)
  case tcp(LoopbackAddress)
  case serialPort(path: String, baud: Int)
  case usb(USBIdentity, baud: Int)
  case pseudoTerminal(PseudoTerminal)

  /// The device at an address; a pseudo-terminal is opened here.
  ///
  /// - Parameter baud: bits per second of a serial port.
  public init(_ address: DeviceAddress, baud: Int = 115_200) throws {
    guard Terminal.speeds[baud] != nil else { throw SerialPortError.unknownSpeed(baud) }
    switch address {
    case .unixSocket(let address): self = .unixSocket(address)
    case .tcp(let address): self = .tcp(address)
    case .serialPort(let path): self = .serialPort(path: path, baud: baud)
    case .usb(let identity): self = .usb(identity, baud: baud)
    case .pseudoTerminal: self = .pseudoTerminal(try PseudoTerminal())
    }
  }

  public var description: String {
    switch self {
    case .unixSocket(let address): address.description
    case .tcp(let address): "tcp:\(address)"
    case .serialPort(let path, _): path
    case .usb(let identity, _): "usb:\(identity)"
    case .pseudoTerminal(let terminal): terminal.path
    }
  }

  /// Bytes of a line that are read at once: two frames of the link, since the agent sends one at a time.
  private static let readSize = 512
  /// Bytes that wait for a line that takes none, before what is to be sent is dropped; the link repeats it.
  private static let maximumUnsent = 1024

  /// Opens the line.
  ///
  /// - Parameters:
  ///   - eventLoop: where the line is served.
  ///   - handler: is given what the line brings.
  func open(
    on eventLoop: any EventLoop, handler: @escaping @Sendable () -> any ChannelHandler
  ) async throws -> any Channel {
    let initializer: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
      channel.eventLoop.makeCompletedFuture {
        let options = channel.syncOptions
        try options?.setOption(
          .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readSize))
        try options?.setOption(.writeBufferWaterMark, value: .init(low: 1, high: Self.maximumUnsent))
        try channel.pipeline.syncOperations.addHandler(handler())
      }
    }
    let client = ClientBootstrap(group: eventLoop).channelInitializer(initializer)
    let pipe = NIOPipeBootstrap(group: eventLoop).channelInitializer(initializer)
    return switch self {
    case .unixSocket(let address): try await client.connect(unixDomainSocketPath: address.path).get()
    case .tcp(let address): try await Self.connect(client, to: address)
    case .usb(let identity, let baud):
      try await Self.line(SerialPort(path: USBSerialPorts().path(of: identity), baud: baud).open(), pipe)
    case .serialPort(let path, let baud): try await Self.line(SerialPort(path: path, baud: baud).open(), pipe)
    case .pseudoTerminal(let terminal): try await Self.line(terminal.open(), pipe)
    }
  }

  /// A connection to a port of this machine, whatever a name there means.
  private static func connect(_ client: ClientBootstrap, to address: LoopbackAddress) async throws
    -> any Channel
  {
    let line = try await client.channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: address.host, port: address.port).get()
    guard let peer = line.remoteAddress?.ipAddress, LoopbackAddress.isLoopback(peer) else {
      try await line.close()
      throw DeviceAddressError.otherMachine("tcp:\(address)")
    }
    return line
  }

  /// The line on a descriptor, which is closed with it.
  private static func line(_ descriptor: Int32, _ pipe: NIOPipeBootstrap) async throws -> any Channel {
    do {
      return try await pipe.takingOwnershipOfDescriptor(inputOutput: descriptor).get()
    } catch {
      close(descriptor)
      throw error
    }
  }
}
