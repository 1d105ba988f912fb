import BoardTools
import TEEPTestSupport
import Testing

extension DeviceTests {
  struct SerialLineTests {
    @Test("96 KiB come back whole while 250 bytes are always under way, and none is dropped")
    func echoesWithoutLoss() async throws {
      let device = try await SelfTestBoard()
      var random = SeededGenerator()
      print("TEEP_SEED=\(random.seed)")
      let sent = (0..<96 * 1024).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
      try await device.line.send(Array("e".utf8) + UInt32(sent.count).littleEndianBytes)

      var received: [UInt8] = []
      var next = 0
      while received.count < sent.count {
        let end = min(received.count + 250, sent.count)
        try await device.line.send(Array(sent[next..<end]))
        next = end
        received += try await device.line.receive(min(125, sent.count - received.count))
      }
      #expect(received == sent)
      #expect(try await device.word("d") == 0)
    }

    @Test("what comes while nobody reads is kept up to 256 bytes, and what is more is counted")
    func keepsTwoHundredFiftySixBytes() async throws {
      let device = try await SelfTestBoard()
      let questions = [UInt8](repeating: UInt8(ascii: "?"), count: 300)
      // The device reads nothing until 44 bytes have been dropped; each of those it kept is then a command that is
      // answered with itself.
      try await device.line.send(Array("w".utf8) + UInt32(44).littleEndianBytes + questions)
      #expect(try await device.line.receive(256) == Array(questions.prefix(256)))
      #expect(try await device.word("d") == 44)
    }
  }
}
