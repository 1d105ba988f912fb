import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Lines to devices that come, go, restart and speak nonsense.
@Suite struct DeviceTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  /// An agent that has what is asked for.
  private static let content: FakeAgent.Script = { _, call in
    call.kind == .status ? FakeAgent.holding("hello") : .nothing
  }

  @Test("a call waits for a device that appears")
  func appears() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    let agent = FakeAgent(Self.content)
    try await TestBroker.run(device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: nil) { broker in
      async let result = broker.exchanges.request(hello)
      while !broker.log.lines.contains(where: { $0.hasPrefix("no line to unix:\(path): No such file") }) {
        try await Task.sleep(for: .milliseconds(5))
      }
      let listener = try agent.listen(at: path)
      defer { listener.stop() }
      #expect(try await result == "hello is installed already")
      agent.stop()
    }
  }

  @Test("a call to a device that is not there fails")
  func absent() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    var limits = BrokerLimits.test
    limits.deviceWait = .milliseconds(100)
    try await TestBroker.run(
      device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: nil, limits: limits
    ) { broker in
      let failure = await #expect(throws: AgentFailure.self) { try await broker.exchanges.request(hello) }
      #expect(
        failure?.description
          == "there is no line to the device unix:\(path); check that it is there and running")
    }
  }

  @Test("a restart during a call fails the call, and the next one works")
  func restarts() async throws {
    let count = Counter()
    let agent = FakeAgent { link, call in
      count.next() == 0 ? .restart : Self.content(&link, call)
    }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      await #expect(throws: AgentFailure.link(.agentRestarted, device: broker.agent.device)) {
        try await broker.exchanges.request(hello)
      }
      let result = try await broker.exchanges.request(hello)
      #expect(result == "hello is installed already")
      #expect(await broker.agent.record.restarts == 1)
    }
  }

  @Test("a line that is cut during a call fails the call, and the next one works on a new line")
  func hangsUp() async throws {
    let count = Counter()
    let agent = FakeAgent { link, call in
      count.next() == 0 ? .hangUp : Self.content(&link, call)
    }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      await #expect(throws: AgentFailure.link(.lineLost, device: broker.agent.device)) {
        try await broker.exchanges.request(hello)
      }
      let result = try await broker.exchanges.request(hello)
      #expect(result == "hello is installed already")
    }
  }

  @Test("a restart in the middle of a session ends the session")
  func restartsInSession() async throws {
    try await FakeServer.run { _, _ in
      .teep([0x01])
    } while: { server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .requestTA: .tamURI(server.uri())
        case .processTEEPMessage: .restart
        default: FakeAgent.empty
        }
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        await #expect(throws: AgentFailure.link(.agentRestarted, device: broker.agent.device)) {
          try await broker.exchanges.request(hello)
        }
        #expect(server.requests.count == 1)
        #expect(await broker.agent.record.failedSessions == 1)
      }
    }
  }

  @Test("an agent that takes too long is given up, and the next call works")
  func tooSlow() async throws {
    var limits = BrokerLimits.test
    limits.callTime = .milliseconds(200)
    let count = Counter()
    let agent = FakeAgent { link, call in
      if count.next() == 0 { Thread.sleep(forTimeInterval: 0.5) }
      return Self.content(&link, call)
    }
    try await TestBroker.run(agent: agent, tam: nil, limits: limits) { [limits] broker in
      await #expect(throws: AgentFailure.tooSlow(device: broker.agent.device, limit: limits.callTime)) {
        try await broker.exchanges.request(hello)
      }
      while agent.calls.count < 1 { try await Task.sleep(for: .milliseconds(5)) }
      var result: String?
      while result == nil { result = try? await broker.exchanges.request(hello) }
      #expect(result == "hello is installed already")
    }
  }

  @Test(
    "what speaks another language is no agent",
    arguments: [[UInt8]](arrayLiteral: [], [0x00], Array("HTTP/1.1 400\r\n\r\n".utf8)))
  func noise(_ answer: [UInt8]) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    let listener = try Listener(unixSocket: path)
    Thread {
      while let connection = listener.accept() {
        while !connection.read().isEmpty { connection.write(answer) }
      }
    }.start()
    defer { listener.stop() }
    var limits = BrokerLimits.test
    limits.link = limits.link.scaled(by: 0.05)
    try await TestBroker.run(
      device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: nil, limits: limits
    ) { broker in
      await #expect(throws: AgentFailure.link(.agentSilent, device: broker.agent.device)) {
        try await broker.exchanges.request(hello)
      }
      #expect(await broker.agent.record.retransmissions > 0)
    }
  }

  @Test("a pseudo-terminal carries every byte both ways")
  func pseudoTerminal() async throws {
    let device = try Device(.pseudoTerminal)
    // The path is a string of its own for the call.
    let line = unsafe open("\(device)", O_RDWR | O_NOCTTY)
    let agent = FakeAgent { _, call in .message(call.argument.reversed()) }
    agent.attach(to: Connection(descriptor: line))
    defer { agent.stop() }
    let bytes = (0..<1024).map { UInt8(truncatingIfNeeded: $0) }
    try await TestBroker.run(device: device, tam: nil) { broker in
      let answer = try await broker.agent.perform(.processTEEPMessage, argument: bytes)
      #expect(answer.message == bytes.reversed())
    }
  }

  @Test("a serial port is set up, carries calls, and is one broker's alone")
  func serialPort() async throws {
    // The other end of a pseudo-terminal stands for the port.
    let terminal = try PseudoTerminal()
    let agent = FakeAgent { _, call in .message(call.argument) }
    agent.attach(to: Connection(descriptor: try terminal.open()))
    defer { agent.stop() }
    let device = try Device(DeviceAddress(terminal.path), baud: 57_600)
    try await TestBroker.run(device: device, tam: nil) { broker in
      let answer = try await broker.agent.perform(
        .processTEEPMessage, argument: [0x00, 0x03, 0x11, 0x13, 0x0D])
      #expect(answer.message == [0x00, 0x03, 0x11, 0x13, 0x0D])
      let settings = try Command("stty").run(["-F", terminal.path, "-a"]).text
      #expect(settings.contains("speed 57600 baud"))
      for setting in [
        " cs8", "-parenb", "-cstopb", "-crtscts", "-ixon", "-ixoff", "-echo", "-icanon", "-opost", " clocal",
      ] {
        #expect(settings.contains(setting), "\(setting)")
      }
      #expect(throws: SerialPortError.inUse(terminal.path)) {
        try SerialPort(path: terminal.path, baud: 115_200).open()
      }
    }
  }

  @Test("what is no serial port is refused")
  func noSerialPort() throws {
    #expect(throws: SerialPortError.noTerminal("/dev/null")) {
      try SerialPort(path: "/dev/null", baud: 115_200).open()
    }
    #expect(throws: SerialPortError.unknownSpeed(1234)) {
      try Device(DeviceAddress("/dev/ttyACM0"), baud: 1234)
    }
    #expect(throws: SystemError(call: "open /dev/nothing", number: ENOENT)) {
      try SerialPort(path: "/dev/nothing", baud: 115_200).open()
    }
  }

  @Test("a device is spelt unix:PATH, /dev/… or pty")
  func addresses() throws {
    #expect(try DeviceAddress("pty") == .pseudoTerminal)
    #expect(try DeviceAddress("/dev/ttyACM0") == .serialPort(path: "/dev/ttyACM0"))
    #expect(try DeviceAddress("unix:/run/a").description == "unix:/run/a")
    for spelling in ["", "tty", "ttyACM0", "tcp:localhost", "/dev/\u{0}"] {
      #expect(throws: DeviceAddressError.unknown(spelling)) { try DeviceAddress(spelling) }
    }
    #expect(throws: DeviceAddressError.badSocket(.notUnix("unix:"))) { try DeviceAddress("unix:") }
  }

  @Test("attempts become rarer, but not rarer than every few seconds, until one succeeds")
  func backOff() {
    var backOff = BackOff()
    let waits = (0..<20).map { _ in backOff.failed() }
    #expect(waits[0] <= .milliseconds(110))
    #expect(waits[1] >= .milliseconds(180))
    #expect(waits.allSatisfy { $0 <= .milliseconds(5500) })
    #expect(waits[19] >= .milliseconds(4500))
    backOff.reset()
    #expect(backOff.failed() <= .milliseconds(110))
  }
}
