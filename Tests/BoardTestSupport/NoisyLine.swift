import BoardTools
import TEEPTestSupport

/// A line that damages one byte in a hundred, loses bursts of 64 bytes, holds bytes back, and is cut in the middle of
/// messages. What happens when depends on the seed and on what is sent.
public actor NoisyLine: ByteLine {
  private let path: String
  private var connection: SerialConnection
  private var random: SeededGenerator
  private var toAgent = LineNoise(damage: 0.01, burst: 0.0005)
  private var toBroker = LineNoise(damage: 0.01, burst: 0.0005)
  private var bytesUntilCut: Int
  private let cutInterval: ClosedRange<Int>
  /// How often the line was cut.
  public private(set) var cuts = 0

  /// Connects to the Unix socket at `path`. The line is cut once in as many bytes sent as `cutInterval` says, and for the
  /// first time after the fewest.
  public init(path: String, seed: UInt64, cutInterval: ClosedRange<Int>) throws {
    self.path = path
    self.cutInterval = cutInterval
    connection = try SerialConnection(path: path)
    bytesUntilCut = cutInterval.lowerBound
    random = SeededGenerator(seed: seed)
  }

  public func send(_ bytes: [UInt8]) async throws {
    try await hold()
    let isCut = bytes.count > bytesUntilCut
    let passed = bytes.prefix(bytesUntilCut).flatMap { toAgent.pass($0, with: &random) }
    if !passed.isEmpty { try await connection.send(passed) }
    bytesUntilCut -= bytes.count
    guard isCut else { return }
    cuts += 1
    bytesUntilCut = Int.random(in: cutInterval, using: &random)
    connection = try SerialConnection(path: path)
    throw LineCut()
  }

  public func receiveSome(within time: Duration) async throws -> [UInt8] {
    let bytes = try await connection.receiveSome(within: time)
    if !bytes.isEmpty { try await hold() }
    return bytes.flatMap { toBroker.pass($0, with: &random) }
  }

  /// Once in fifty times, longer than the link's shortest timer in these tests.
  private func hold() async throws {
    guard Int.random(in: 0..<50, using: &random) == 0 else { return }
    try await Task.sleep(for: .milliseconds(Int.random(in: 1...20, using: &random)))
  }
}
