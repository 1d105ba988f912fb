import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// The kinds of devices, by what a command line says.
@Suite struct DeviceTests {
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
    for spelling in ["", "tty", "ttyACM0", "/dev/\u{0}"] {
      #expect(throws: DeviceAddressError.unknown(spelling)) { try DeviceAddress(spelling) }
    }
    for spelling in ["tcp:localhost", "tcp:localhost:0", "tcp:10.0.0.1:80", "tcp:example.org:80"] {
      #expect(throws: DeviceAddressError.otherMachine(spelling)) { try DeviceAddress(spelling) }
    }
    #expect(try DeviceAddress("tcp:127.0.0.1:80").description == "tcp:127.0.0.1:80")
    #expect(try DeviceAddress("usb:0D28:0204").description == "usb:0d28:0204")
    #expect(throws: DeviceAddressError.badUSB("usb:0d28")) { try DeviceAddress("usb:0d28") }
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
