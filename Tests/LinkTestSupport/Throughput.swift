import TEEPLink

/// What became of a payload that an agent fetched over a clean line and wrote to flash as it came, in a simulation whose clock
/// drives both ends. Times are those of the nRF51822: 22.3 ms for the erase of a page of 1 KiB, 46 µs for writing a word.
public struct Throughput {
  static let erase: UInt64 = 22_300
  private static let word: UInt64 = 46

  let payload: [UInt8]
  let written: [UInt8]
  /// Microseconds from the request to the last word written.
  private let duration: UInt64
  let broker: SimulatedBroker
  /// Bytes that the agent had no room for.
  let overflow: Int

  /// Fetches 32 KiB in frames of at most so many bytes. The payload is made from the seed.
  public init(largestFrame: UInt8, seed: UInt64? = nil) {
    let simulation = Simulation(seed: seed)
    simulation.ringCapacity = Int(largestFrame)
    payload = simulation.bytes(32_768)
    let pieces = stride(from: 0, to: payload.count, by: 4096).map { [payload] in
      Array(payload[$0..<$0 + 4096])
    }
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: pieces)
    simulation.broker.calls = [.init(call: .processTEEPMessage, argument: [1])]
    var written: [UInt8] = []
    var duration: UInt64 = 0
    _ = SimulatedAgent(largestFrame: largestFrame).run(in: simulation) { link, _ in
      let start = simulation.now
      try? link.openFetch(uri: [0x75].span)
      var buffer = [UInt8](repeating: 0, count: 64)
      var span = buffer.mutableSpan
      while let count = try? link.readFetch(into: &span), count > 0 {
        for index in 0..<count {
          if written.count.isMultiple(of: 1024) { simulation.spend(Self.erase, halted: true) }
          if written.count.isMultiple(of: 4) { simulation.spend(Self.word, halted: true) }
          written.append(span[index])
        }
      }
      duration = simulation.now - start
      link.answer(.nothing)
    }
    (self.written, self.duration) = (written, duration)
    (broker, overflow) = (simulation.broker, simulation.overflow)
  }

  /// What the line and the erases alone would take of the time that it took, in percent.
  public var share: UInt64 {
    let pages = UInt64(payload.count / 1024)
    return (UInt64(payload.count) * SimulatedLine.microsecondsPerByte + pages * Self.erase) * 100 / duration
  }

  /// Bytes of payload in a second.
  public var bytesPerSecond: UInt64 { UInt64(written.count) * 1_000_000 / duration }
}
