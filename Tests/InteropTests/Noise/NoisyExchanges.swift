import BoardTestSupport
import TEEPLink
import TEEPTestSupport
import Testing

/// Exchanges with something that answers each call with its argument backwards and counts the calls, over a noisy line.
enum NoisyExchanges {
  /// Makes `count` calls with 1 to 1,000 random bytes each way, each again for as long as the line is cut in it.
  ///
  /// - Parameter path: the Unix socket, where an echo is served.
  /// - Returns: how often the line was cut.
  static func run(_ count: Int, at path: String, seed: UInt64) async throws -> Int {
    let line = try NoisyLine(path: path, seed: seed, cutInterval: 5_000...40_000)
    var client = LinkClient(line, .noisyTest)
    var random = SeededGenerator(seed: ~seed)
    var executed: UInt32 = 0
    for _ in 0..<count {
      let argument = (0..<Int.random(in: 1...1000, using: &random)).map { _ in
        UInt8.random(in: 0 ... .max, using: &random)
      }
      // A call that failed was carried out once or never.
      var attempts: UInt32 = 1
      var answer: BrokerLink.Answer?
      while answer == nil {
        do { answer = try await client.call(.processTEEPMessage, argument) } catch .lineLost
          as BrokerLink.Failure
        {
          attempts += 1
        }
      }
      #expect(answer?.outcome == .message)
      #expect(answer?.message == argument.reversed())
      let calls = (answer?.ticks ?? 0) &- executed
      #expect((1...attempts).contains(calls), "carried out \(calls) times in \(attempts) attempts")
      executed = answer?.ticks ?? 0
    }
    #expect(client.retransmissions > count)
    return await line.cuts
  }
}
