import Logging
import NIOCore
import TEEPLink

extension AgentHandle {
  /// Makes a call and carries what it needs. Only for whoever has the turn.
  ///
  /// - Throws: ``AgentFailure`` where there is no answer or the agent refused.
  func perform(_ call: LinkCall, argument: [UInt8] = []) async throws -> BrokerLink.Answer {
    defer { publishTraffic() }
    try await waitForLine()
    guard isOnline, link.isReady else { throw AgentFailure.absent(device: device) }
    let (events, continuation) = AsyncStream.makeStream(of: CallEvent.self)
    callEvents = continuation
    let timer = eventLoop.scheduleTask(in: TimeAmount(limits.callTime)) { continuation.finish() }
    defer {
      timer.cancel()
      callEvents = nil
    }
    link.start(call, argument: argument, at: now)
    drain()
    var iterator = events.makeAsyncIterator()
    var next = await iterator.next(isolation: self)
    while let (event, fetch) = next {
      switch event {
      case .finished(let answer):
        if case .failure(let code) = answer.outcome { throw AgentFailure.refused(call, code: code) }
        return answer
      case .failed(let failure):
        throw AgentFailure.link(failure, device: device)
      case .fetch(let uri):
        next = await serve(fetch, of: uri, until: &iterator)
      default:
        next = await iterator.next(isolation: self)
      }
    }
    // Only a task that was cancelled or that took too long gets here: the events of a call end with its outcome.
    link.abandon()
    drain()
    try Task.checkCancellation()
    throw AgentFailure.tooSlow(device: device, limit: limits.callTime)
  }

  private func waitForLine() async throws {
    if line.isOpen { return }
    do {
      try await withTimeLimit(limits.deviceWait) { [line] in try await line.pass() }
    } catch is TimedOut {
      throw AgentFailure.absent(device: device)
    }
  }

  /// Carries one payload until something else happens than that more of it is wanted, and returns that.
  private func serve(
    _ fetch: Int, of uri: [UInt8], until events: inout AsyncStream<CallEvent>.AsyncIterator
  ) async -> CallEvent? {
    let (demands, demand) = AsyncStream.makeStream(of: Void.self)
    // Cancelled and awaited when this function returns.
    async let _: Void = carry(fetch, of: uri, demands)
    while let (event, number) = await events.next(isolation: self) {
      guard case .wantsPayload = event else { return (event, number) }
      demand.yield()
    }
    return nil
  }

  private nonisolated func carry(_ fetch: Int, of uri: [UInt8], _ demands: AsyncStream<Void>) async {
    var byteCount = 0
    let name = String(decoding: uri.prefix(RemoteURI.maximumLength), as: UTF8.self).printable
    let taken = Current(0)
    events.publish(.payloadStarted(uri: name))
    do {
      byteCount = try await payloads.fetch(uri, wanted: demands) { [events, logger] progress in
        switch progress {
        case .taken(let bytes, let total):
          taken.value = bytes
          events.publish(.payloadProgress(uri: name, bytes: bytes, total: total))
        case .resumed(let offset):
          logger.notice(
            "fetch        \(name)  the connection broke; asking for the rest from byte \(offset) on")
          events.publish(.payloadResumed(uri: name, from: offset))
        }
      } give: { bytes in
        await self.provide(bytes, fetch: fetch)
      }
      logger.info("fetch        \(name)  \(byteCount) bytes")
      events.publish(.payloadEnded(uri: name, bytes: byteCount, nil))
      await note { $0.payloads += 1 }
    } catch let failure as PayloadFailure {
      logger.warning("fetch        \(name)  \(failure)")
      events.publish(.payloadEnded(uri: name, bytes: taken.value, failure.kind))
      await note { $0.noteError("the payload \(name): \(failure)") }
      await fail(failure, fetch: fetch)
    } catch {
      // Cancelled: the agent wants no more of it.
      events.publish(.payloadEnded(uri: name, bytes: taken.value, .payloadGivenUp))
      logger.info("fetch        \(name)  the agent gave it up")
    }
  }
}
