import TEEPLink

/// A broker's end, and frames made by hand for it to hear.
struct BrokerConversation {
  let session: UInt32 = 0xA1B2_C3D4
  var link = BrokerLink(randomSession: { 0xA1B2_C3D4 })

  func answer(_ number: UInt16, _ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
    ReferenceFrame(session: session, number: number, kind: kind, payload: payload).onLine
  }

  func welcome(boot: UInt8 = 1, version: UInt8 = 1) -> [UInt8] {
    answer(0, 0x81, [version, 0, 0, 0, boot, 0, 0, 8, 0, 255])
  }

  /// Number and kind of each frame sent since this was last asked.
  mutating func sent() -> [[Int]] {
    ReferenceFrame.all(in: link.takeOutput()).map { [Int($0.number), Int($0.kind)] }
  }

  mutating func events() -> [BrokerLink.Event] {
    var events: [BrokerLink.Event] = []
    while let event = link.nextEvent() { events.append(event) }
    return events
  }

  /// A session, a call with an argument of one byte, and the agent at work on it.
  mutating func bringToWork() {
    link.start(.processTEEPMessage, argument: [7], at: 0)
    link.receive(welcome() + answer(1, 0x84, [0, 0, 0, 1]), at: 0)
    _ = (sent(), events())
  }
}
