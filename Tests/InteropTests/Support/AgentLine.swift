import AsyncHTTPClient
import BoardTestSupport
import BoardTools
import NIOCore
import NIOHTTP1
import TEEPLink

/// A broker's place between a device and the TAM in the hands of a test, which sees and keeps every message.
struct AgentLine<Line: ByteLine> {
  private var client: LinkClient<Line>
  /// What a test does after each answer of the agent.
  var afterAnswer: () async throws -> Void = {}

  init(_ line: Line, _ configuration: BrokerLink.Configuration = .init()) {
    client = LinkClient(line, configuration)
  }

  init(_ device: some Device) throws where Line == SerialConnection { try self.init(link: device.link) }

  /// - Parameter link: the Unix socket of the line.
  init(link: String) throws where Line == SerialConnection { self.init(try SerialConnection(path: link)) }

  /// Has the agent, once it is ready, say what is installed.
  mutating func status() async throws -> [UInt8] { try await client.call(.status).message }

  /// Gives the agent a message and returns its answer.
  mutating func process(_ message: [UInt8]) async throws -> TEEPAnswer {
    try await TEEPAnswer(client.call(.processTEEPMessage, message).message)
  }

  /// Asks for `TEEP-Device/NAME` (RequestTA).
  mutating func request(_ name: String = "hello", from tam: String) async throws -> [Exchange] {
    // [[h'544545502D446576696365', h'68656C6C6F'], null]
    let segment = [0x40 | UInt8(name.utf8.count)] + Array(name.utf8)
    let argument = [0x82, 0x82, 0x4B] + Array("TEEP-Device".utf8) + segment + [0xF6]
    return try await session(.requestTA, argument, tam)
  }

  /// Asks whether anything has changed (RequestPolicyCheck).
  mutating func checkPolicy(at tam: String) async throws -> [Exchange] {
    try await session(.requestPolicyCheck, [], tam)
  }

  /// Makes a call, and carries messages between the TAM and the agent until one of them has no more to say.
  private mutating func session(
    _ call: LinkCall, _ argument: [UInt8], _ tam: String
  ) async throws -> [Exchange] {
    var start = try await client.call(call, argument)
    // The agent has named its one TAM before, and begins again.
    if call == .requestPolicyCheck, start.outcome == .nothing { start = try await client.call(call) }
    guard start.outcome == .tamURI, start.tamURI == Array(tam.utf8) else {
      throw Unexpected("the agent answers \(call) with \(start)")
    }
    var exchanges: [Exchange] = []
    var message: [UInt8] = []
    repeat {
      let (status, received) = try await post(message, to: tam)
      message = received.isEmpty ? [] : try await client.call(.processTEEPMessage, received).message
      try await afterAnswer()
      exchanges.append(Exchange(status: status, received: received, answer: message))
    } while !message.isEmpty
    return exchanges
  }

  /// What the TAM answered to a request, and what the agent answered to that.
  struct Exchange {
    let status: UInt
    let received: [UInt8]
    let answer: [UInt8]
  }

  private func post(_ message: [UInt8], to tam: String) async throws -> (UInt, [UInt8]) {
    var request = HTTPClientRequest(url: tam)
    request.method = .POST
    request.headers.add(name: "Accept", value: "application/teep+cbor")
    if !message.isEmpty { request.headers.add(name: "Content-Type", value: "application/teep+cbor") }
    request.body = .bytes(ByteBuffer(bytes: message))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let body = try await response.body.collect(upTo: 1 << 16)
    return (response.status.code, Array(body.readableBytesView))
  }
}
