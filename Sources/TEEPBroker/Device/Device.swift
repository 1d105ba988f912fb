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

  /// A line to an agent: bytes each way.
  typealias Line = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// Opens the line.
  func open() async throws -> Line {
    switch self {
    case .unixSocket(let address):
      try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(unixDomainSocketPath: address.path, channelInitializer: Self.makeLine)
    case .tcp(let address):
      try await Self.connect(to: address)
    case .usb(let identity, let baud):
      try await Self.line(SerialPort(path: USBSerialPorts().path(of: identity), baud: baud).open())
    case .serialPort(let path, let baud):
      try await Self.line(SerialPort(path: path, baud: baud).open())
    case .pseudoTerminal(let terminal):
      try await Self.line(terminal.open())
    }
  }

  /// A connection to a port of this machine, whatever a name there means.
  private static func connect(to address: LoopbackAddress) async throws -> Line {
    let line = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: address.host, port: address.port, channelInitializer: makeLine)
    guard let peer = line.channel.remoteAddress?.ipAddress, LoopbackAddress.isLoopback(peer) else {
      try await line.channel.close()
      throw DeviceAddressError.otherMachine("tcp:\(address)")
    }
    return line
  }

  /// The line on a descriptor, which is closed with it.
  private static func line(_ descriptor: Int32) async throws -> Line {
    do {
      return try await NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .takingOwnershipOfDescriptor(inputOutput: descriptor, channelInitializer: makeLine)
    } catch {
      close(descriptor)
      throw error
    }
  }

  @Sendable
  private static func makeLine(_ channel: any Channel) -> EventLoopFuture<Line> {
    channel.eventLoop.makeCompletedFuture { try Line(wrappingChannelSynchronously: channel) }
  }
}
