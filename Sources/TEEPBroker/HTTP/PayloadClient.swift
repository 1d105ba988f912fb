import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Fetches payloads for agents, piece by piece.
struct PayloadClient: Sendable {
  let network: Network
  /// How long the network may take, in all.
  let timeLimit: Duration

  /// Fetches one payload. The next piece is taken from the network only when it is wanted.
  ///
  /// - Parameters:
  ///   - uri: what the agent asked for.
  ///   - wanted: an element for each piece that is wanted, and for the payload's end.
  ///   - give: gets the pieces, and nil for the end.
  /// - Returns: bytes of the payload.
  /// - Throws: ``PayloadFailure``, or `CancellationError`.
  func fetch(
    _ uri: [UInt8], wanted: AsyncStream<Void>, give: @escaping @Sendable ([UInt8]?) async -> Void
  ) async throws -> Int {
    do {
      let source = try RemoteURI(uri)
      return try await WaitingTime.bounded(by: timeLimit) { waiting in
        waiting.begin()
        let request = HTTPClientRequest(url: source.description)
        return try await network.execute(request, to: source) { response in
          guard response.status == .ok else { throw PayloadFailure.status(Int(response.status.code)) }
          waiting.end()
          return try await transfer(response.body, waiting, wanted, give)
        }
      }
    } catch let failure as PayloadFailure {
      throw failure
    } catch let error as RemoteURIError {
      throw PayloadFailure.forbidden(error)
    } catch let timeout as TimedOut {
      throw PayloadFailure.tooSlow(timeout.limit)
    } catch {
      try Task.checkCancellation()
      throw PayloadFailure.unreachable(networkReason(error))
    }
  }

  private func transfer(
    _ body: HTTPClientResponse.Body, _ waiting: WaitingTime, _ wanted: AsyncStream<Void>,
    _ give: @Sendable ([UInt8]?) async -> Void
  ) async throws -> Int {
    var byteCount = 0
    var pieces = body.makeAsyncIterator()
    for await _ in wanted {
      waiting.begin()
      let piece = try await pieces.next()
      waiting.end()
      // A body that is read by a cancelled task ends early without an error.
      try Task.checkCancellation()
      await give(piece.map { Array($0.readableBytesView) })
      guard let piece else { return byteCount }
      byteCount += piece.readableBytes
    }
    throw CancellationError()
  }
}

/// Why a payload could not be fetched.
enum PayloadFailure: Error, Equatable, CustomStringConvertible {
  case forbidden(RemoteURIError)
  case unreachable(String)
  case status(Int)
  case tooSlow(Duration)

  /// What the agent is told.
  var code: UInt8 {
    switch self {
    case .forbidden: 1
    case .unreachable: 2
    case .status: 3
    case .tooSlow: 4
    }
  }

  var description: String {
    switch self {
    case .forbidden(let error): error.description
    case .unreachable(let reason): "cannot be fetched (\(reason))"
    case .status(let status): "cannot be fetched: HTTP status \(status)"
    case .tooSlow(let limit): "did not arrive within \(limit.formatted)"
    }
  }
}
