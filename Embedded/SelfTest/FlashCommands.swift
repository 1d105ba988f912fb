import NRF51
import TEEPAgent

/// The store's flash: an offset, and what to do there. 1 is sent after success, 0 after a failure.
enum FlashCommands {
  static func program() {
    var flash = StoreFlash()
    let offset = Int(truncatingIfNeeded: Line.word())
    let word = Line.word()
    report { () throws(FlashError) in try flash.program(word, at: offset) }
  }

  static func erase() {
    var flash = StoreFlash()
    let offset = Int(truncatingIfNeeded: Line.word())
    report { () throws(FlashError) in try flash.erase(pageAt: offset) }
  }

  /// Sends the number of bytes in the store, and the four bytes at the offset.
  static func read() {
    let offset = Int(truncatingIfNeeded: Line.word())
    send(StoreFlash().bytes, at: offset)
  }

  private static func send(_ store: Span<UInt8>, at offset: Int) {
    Line.send(UInt32(truncatingIfNeeded: store.count))
    for index in offset..<offset + 4 { SerialLine.send(store[index]) }
  }

  private static func report(_ operation: () throws(FlashError) -> Void) {
    do throws(FlashError) {
      try operation()
      SerialLine.send(1)
    } catch {
      SerialLine.send(0)
    }
  }
}
