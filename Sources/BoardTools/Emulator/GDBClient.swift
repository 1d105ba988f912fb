/// A client of GDB's remote serial protocol, as far as loading flash and stopping at an instruction needs it
/// (GDB manual, appendix E).
final class GDBClient {
  private let socket: UnixSocket
  private var received: [UInt8] = []
  private static let patience = Duration.seconds(20)
  /// The stub takes packets of up to 4096 characters.
  private static let bytesPerPacket = 1024

  /// Connects, which stops the machine.
  init(_ socket: UnixSocket) throws(BoardToolError) {
    self.socket = socket
    try send("qSupported")
    // A machine that ran says first that it has stopped.
    while try packet(until: .now + Self.patience).hasPrefix("T") {}
  }

  /// Writes memory, flash among it.
  func write(_ bytes: ArraySlice<UInt8>, at address: Int) throws(BoardToolError) {
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: Self.bytesPerPacket) {
      let piece = bytes[start..<min(start + Self.bytesPerPacket, bytes.endIndex)]
      let place = String(address + start - bytes.startIndex, radix: 16)
      try command("M\(place),\(String(piece.count, radix: 16)):" + piece.map(Self.hexadecimal).joined())
    }
  }

  /// Makes the machine stop before it executes the Thumb instruction at `address`.
  func setBreakpoint(at address: Int) throws(BoardToolError) {
    try command("Z0,\(String(address, radix: 16)),2")
  }

  func clearBreakpoint(at address: Int) throws(BoardToolError) {
    try command("z0,\(String(address, radix: 16)),2")
  }

  /// Executes one instruction.
  func step() throws(BoardToolError) {
    try send("s")
    try waitForStop(until: .now + Self.patience)
  }

  /// Lets the machine run; it stops at a breakpoint.
  func resume() throws(BoardToolError) {
    try send("c")
  }

  /// Waits until the machine has stopped.
  func waitForStop(until deadline: ContinuousClock.Instant) throws(BoardToolError) {
    _ = try packet(until: deadline)
  }

  /// Whether the machine has stopped by then.
  func hasStopped(by deadline: ContinuousClock.Instant) throws(BoardToolError) -> Bool {
    try nextPacket(until: deadline) != nil
  }

  /// Lets the machine run without us.
  func detach() throws(BoardToolError) {
    try command("D")
  }

  /// Sends a command that is answered with OK.
  private func command(_ text: String) throws(BoardToolError) {
    try send(text)
    let answer = try packet(until: .now + Self.patience)
    guard answer == "OK" else {
      throw BoardToolError("the emulator's debugger refuses \(text.prefix(16)): \(answer)")
    }
  }

  /// A packet is `$`, its text, `#` and the sum of its text's bytes in two digits.
  private func send(_ text: String) throws(BoardToolError) {
    let sum = text.utf8.reduce(0 as UInt8, &+)
    try socket.send("$\(text)#\(Self.hexadecimal(sum))".utf8, until: .now + Self.patience)
  }

  /// The text of the next packet.
  private func packet(until deadline: ContinuousClock.Instant) throws(BoardToolError) -> String {
    guard let text = try nextPacket(until: deadline) else {
      throw BoardToolError("the emulator's debugger was silent for too long")
    }
    return text
  }

  /// The text of the next packet, which is acknowledged; nil where none has come until `deadline`. A Unix socket loses
  /// nothing, so its sum is not checked.
  private func nextPacket(until deadline: ContinuousClock.Instant) throws(BoardToolError) -> String? {
    while true {
      if let start = received.firstIndex(of: UInt8(ascii: "$")),
        let end = received[start...].firstIndex(of: UInt8(ascii: "#")), end + 2 < received.endIndex
      {
        let text = String(decoding: received[(start + 1)..<end], as: UTF8.self)
        received.removeSubrange(...(end + 2))
        try socket.send("+".utf8, until: deadline)
        return text
      }
      guard let bytes = try socket.receive(upTo: 4096, until: deadline) else { return nil }
      received += bytes
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
