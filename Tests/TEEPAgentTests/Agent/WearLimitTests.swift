import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

/// What a broker can have erased that repeats what a TAM once signed, and switches the device off and on as it likes.
@Suite(
  .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)), .inThisProcess("count of erases"))
struct WearLimitTests {
  private static let garbage = [UInt8](repeating: 0x5A, count: 10 << 10)
  private static let component = TestDevice.exampleComponent

  /// What a TAM signed and whoever has seen it can repeat.
  private func authentic(_ device: borrowing TestDevice) throws -> [UInt8] { try device.tam.sign([0x80]) }

  private func erases(_ device: borrowing TestDevice) -> Int { device.flash.erases.reduce(0, +) }

  @Test("After a restart no message is written before one in RAM was authentic")
  func afterRestart() throws {
    var device = try TestDevice(pageCount: 176)
    for _ in 0..<3 {
      try device.restart()
      #expect(try device.processInbox(Self.garbage) == nil)
      _ = try device.process(Self.garbage)
      #expect(try device.processInbox(Self.garbage) == nil)
    }
    #expect(erases(device) == 0)
    _ = try device.process(authentic(device))
    #expect(try device.processInbox(Self.garbage) != nil)
  }

  @Test(
    "Restarts give a broker nothing: it repeats 1, 2, 4, … authentic messages for each one that is written")
  func restarts() throws {
    var device = try TestDevice(pageCount: 176)
    let message = try authentic(device)
    var repeated: [Int] = []
    for _ in 0..<6 {
      try device.restart()
      var count = 0
      while try device.processInbox(Self.garbage) == nil, count < 200 {
        _ = try device.process(message)
        count += 1
      }
      repeated.append(count)
    }
    #expect(repeated == [1, 2, 4, 8, 16, 32])
    // Ten pages of each, and two directories that count it.
    #expect(erases(device) == 6 * 12)
    #expect(device.violations == [])
  }

  @Test("What is cut off was counted: power that fails during the message gives nothing back")
  func cut() throws {
    var device = try TestDevice(pageCount: 176)
    let message = try authentic(device)
    for wait in [1, 2, 4] {
      try device.restart()
      for count in 0..<wait {
        let isOpen = device.agent.openInbox(byteCount: 10 << 10)
        #expect(!isOpen, "after \(count) of \(wait)")
        _ = try device.process(message)
      }
      let isOpen = device.agent.openInbox(byteCount: 10 << 10)
      #expect(isOpen)
      device.flash.cut(after: 300, .half)
      while device.agent.appendToInbox(Self.garbage.span.extracting(first: 240)) {}
      #expect(!device.flash.isPowered)
    }
  }

  @Test("A change of what is installed forgets it all, also for the time after the next restart")
  func change() throws {
    var device = try TestDevice(pageCount: 176)
    let message = try authentic(device)
    for wait in [1, 2] {
      for _ in 0..<wait { _ = try device.process(message) }
      #expect(try device.processInbox(Self.garbage) != nil)
    }
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    try #require(device.process(signing: update)?[1] == 4)
    try device.restart()
    _ = try device.process(message)
    #expect(try device.processInbox(Self.garbage) != nil)
  }

  @Test("Applications' requests are written three times in vain, however often the device is switched off")
  func requests() throws {
    var device = try TestDevice()
    for _ in 0..<20 {
      _ = try device.requestTA(Self.component)
      _ = try device.unrequestTA(Self.component)
      try device.restart()
    }
    #expect(erases(device) == 3 * 2)
    #expect(device.violations == [])
  }
}
