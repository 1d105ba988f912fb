/// Fetches payloads for agents, piece by piece.
struct PayloadClient: Sendable {
  let network: Network
  let limits: BrokerLimits

  /// Fetches one payload. The next piece is taken from the network only when it is wanted. Where the connection breaks,
  /// the rest is asked for, as long as there is progress.
  ///
  /// - Parameters:
  ///   - uri: what the agent asked for.
  ///   - wanted: an element for each piece that is wanted, and for the payload's end.
  ///   - onProgress: is told what becomes of the fetch.
  ///   - give: gets the pieces, and nil for the end.
  /// - Returns: bytes of the payload.
  /// - Throws: ``PayloadFailure``, or `CancellationError`.
  func fetch(
    _ uri: [UInt8], wanted: AsyncStream<Void>,
    onProgress: @escaping @Sendable (PayloadProgress) -> Void = { _ in },
    give: @escaping @Sendable ([UInt8]?) async -> Void
  ) async throws -> Int {
    do {
      let source = try RemoteURI(uri)
      guard network.allowsFetching(source) else {
        throw PayloadFailure.notAllowed(scheme: source.scheme, host: source.host)
      }
      return try await WaitingTime.bounded(by: limits.payloadTime, each: limits.idleTime) { waiting in
        var transfer = PayloadTransfer(
          network: network, limits: limits, source: source, waiting: waiting,
          demands: wanted.makeAsyncIterator(), onProgress: onProgress, give: give)
        return try await transfer.run()
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
}

/// What becomes of a fetch.
enum PayloadProgress: Equatable, Sendable {
  /// The agent has this much, of how much the server says there is.
  case taken(Int, total: Int?)
  /// The connection broke, and the rest is asked for.
  case resumed(from: Int)
}
