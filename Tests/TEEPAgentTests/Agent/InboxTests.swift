import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

/// Messages that are larger than the RAM for them.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct InboxTests {
  @Test("48 KiB that come in the Update are installed, and leave no more behind than they take")
  func integrated() throws {
    var envelope = TestEnvelope()
    envelope.payload = (0..<48 << 10).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    var device = try TestDevice(pageCount: 176)
    let free = try device.freeByteCount
    _ = try device.process(device.tam.sign([0x80]))
    let message = try device.tam.sign(TestEnvelope.update([envelope.signed(by: device.signer)]))
    let answer = try device.processInbox(message)
    #expect(answer?[1] == 4)
    #expect(try device.contents() == envelope.payload)
    #expect(try device.freeByteCount == free - 49 * flashPageSize)
    #expect(device.violations == [])
    try device.restart()
    #expect(try device.contents() == envelope.payload)
  }

  @Test(
    "A message for which there is no room is not taken, and the device goes on",
    .inThisProcess("count of erases"))
  func tooLarge() throws {
    var device = try TestDevice(pageCount: 24)
    _ = try device.process(device.tam.sign([0x80]))
    let isTaken = device.agent.openInbox(byteCount: 24 << 10)
    #expect(!isTaken)
    // Two directories, which count it.
    #expect(device.flash.erases.reduce(0, +) == 2)
    let answer = try device.process(
      signing: TestEnvelope.update([TestEnvelope().signed(by: device.signer)]))
    #expect(answer?[1] == 4)
  }

  /// A change after which nothing was written in vain.
  private func install(on device: inout TestDevice) throws {
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    try #require(device.process(signing: update)?[1] == 4)
  }

  @Test(
    "Of a broker that sends garbage three messages are written; then authentic ones in RAM are waited for",
    .inThisProcess("count of erases"))
  func garbage() throws {
    var device = try TestDevice(pageCount: 176)
    let garbage = [UInt8](repeating: 0x5A, count: 10 << 10)
    let refused = try device.tam.sign([0x80])
    try install(on: &device)
    let before = device.flash.erases.reduce(0, +)
    var written: [Int] = []
    for count in 0..<40 {
      if try device.processInbox(garbage) != nil { written.append(count) }
      // Authentic, though of no use.
      _ = try device.process(refused)
    }
    // After the third: one authentic message, two, four, eight, sixteen.
    #expect(written == [0, 1, 2, 3, 5, 9, 17, 33])
    // Ten pages of each, and from the fourth on two directories that count it.
    #expect(device.flash.erases.reduce(0, +) - before == 8 * 10 + 5 * 2)
    var small = 0
    while try device.processInbox(garbage) == nil, small < 40 {
      _ = try device.process(garbage)
      small += 1
    }
    #expect(small == 40, "what is not authentic does not count")
  }

  @Test("A large message that changes something ends the wait")
  func change() throws {
    var device = try TestDevice(pageCount: 176)
    let garbage = [UInt8](repeating: 0x5A, count: 3000)
    try install(on: &device)
    for _ in 0..<3 { _ = try device.processInbox(garbage) }
    var answer = try device.processInbox(garbage)
    #expect(answer == nil)
    _ = try device.process(device.tam.sign([0x80]))
    var envelope = TestEnvelope()
    envelope.sequenceNumber = 4
    envelope.payload = [UInt8](repeating: 1, count: 3000)
    let message = try device.tam.sign(TestEnvelope.update([envelope.signed(by: device.signer)]))
    answer = try device.processInbox(message)
    #expect(answer?[1] == 4)
    for _ in 0..<3 {
      answer = try device.processInbox(garbage)
      #expect(answer != nil)
    }
    answer = try device.processInbox(garbage)
    #expect(answer == nil)
  }
}
