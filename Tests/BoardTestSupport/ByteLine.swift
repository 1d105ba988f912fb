public import BoardTools

/// A stream of bytes to an agent, as a test uses it.
public protocol ByteLine: Sendable {
  func send(_ bytes: [UInt8]) async throws
  /// What has arrived, and nothing where the line stays silent for as long.
  func receiveSome(within time: Duration) async throws -> [UInt8]
}

extension SerialConnection: ByteLine {}

/// The line was cut; the next use is of a new connection.
public struct LineCut: Error {}
