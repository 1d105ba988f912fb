import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import TEEPHost

extension BrokerClient {
  /// Watches what happens on one device, or on all, from now on. Ends with the broker, or when the caller is cancelled.
  ///
  /// - Parameters:
  ///   - onStart: called when the watch has begun: nothing that happens from then on is missed.
  ///   - take: gets each event.
  public func watch(
    _ device: String? = nil, onStart: @escaping @Sendable () async -> Void = {},
    take: @escaping @Sendable (WatchedEvent) async throws -> Void
  ) async throws(LocalServerError) {
    do {
      let request = request(.GET, BrokerAPI.eventsPath + Self.query(device))
      try await HTTPClient.withHTTPClient(configuration: .broker) { client in
        let response = try await client.execute(request, timeout: Self.longest)
        guard response.status == .ok else {
          let body = try await response.body.collect(upTo: Self.maximumAnswer)
          throw refusal(Int(response.status.code), Data(body.readableBytesView))
        }
        await onStart()
        var lines = LineBuffer(limit: Self.maximumAnswer)
        for try await piece in response.body {
          for line in try lines.take(piece.readableBytesView) where line.starts(with: Self.dataField) {
            try await take(
              BrokerAPI.makeDecoder().decode(
                WatchedEvent.self, from: Data(line.dropFirst(Self.dataField.count))))
          }
        }
      }
    } catch let error as LocalServerError {
      throw error
    } catch is DecodingError {
      throw .unintelligible(.broker, address)
    } catch {
      throw .unreachable(.broker, address, networkReason(error))
    }
  }

  private static let dataField = Array("data: ".utf8)
  private static let longest = TimeAmount.hours(24 * 365)
}

/// Puts lines together that come in pieces.
private struct LineBuffer {
  private var line: [UInt8] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The lines that are whole with this piece, without their ends.
  mutating func take(_ bytes: some Sequence<UInt8>) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        lines.append(line)
        line = []
      } else {
        guard line.count < limit else { throw NIOTooManyBytesError(maxBytes: limit) }
        line.append(byte)
      }
    }
    return lines
  }
}
