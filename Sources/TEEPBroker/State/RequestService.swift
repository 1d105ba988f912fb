import Logging
import ServiceLifecycle
import Synchronization

/// Has done what applications ask for: each thing once, whoever asks and however often, and after a restart what was
/// accepted before it.
final class RequestService: Service {
  /// Things that are under way at the same time, on all devices together.
  static let maximumUnderWay = 1024

  /// Something that is being done.
  private struct Job: Sendable {
    let key: RequestKey
    let outcome = Promise<String>()
    /// An application waits for the answer, and decides itself whether to try again.
    var isAwaited: Bool
  }

  private struct State {
    var underWay: [RequestKey: Job] = [:]
    var isEnding = false
  }

  private let store: StateStore
  private let perform: @Sendable (RequestKey) async throws -> String
  private let logger: Logger
  private let state = Mutex(State())
  private let jobs: AsyncStream<RequestKey>
  private let newJob: AsyncStream<RequestKey>.Continuation

  /// - Parameter perform: has the agent and a TAM do it; returns what was done, as a sentence.
  init(
    store: StateStore, logger: Logger, perform: @escaping @Sendable (RequestKey) async throws -> String
  ) {
    self.store = store
    self.perform = perform
    self.logger = logger
    // Bounded by what may be under way.
    (jobs, newJob) = AsyncStream.makeStream()
  }

  /// Has done what `user` asks for, or waits for it where it is under way already. Returns what was done, as a sentence.
  func ask(_ key: RequestKey, user: UInt32) async throws -> String {
    switch try await store.accept(key, by: user) {
    case .neededByOthers(let count):
      return "\(key.component) stays: \(count) other user\(count == 1 ? " asks" : "s ask") for it"
    case .proceed:
      logger.info("user \(user) asks: \(key)")
      return try await join(key, isAwaited: true)
    }
  }

  /// Runs until the broker ends. The devices end before it, and with them what is under way.
  func run() async throws {
    await withDiscardingTaskGroup { group in
      for await key in jobs.cancelOnGracefulShutdown() { group.addTask { await self.carryOut(key) } }
    }
    let left = state.withLock { state in
      state.isEnding = true
      defer { state.underWay = [:] }
      return state.underWay.values.map(\.outcome)
    }
    for outcome in left { outcome.fulfil(.failure(CancellationError())) }
  }

  /// Goes on with what was accepted for devices and not answered before the broker ended. Ends when nothing is left, or
  /// when it is cancelled.
  func resume(devices: [String], while isServed: @escaping @Sendable (String) -> Bool) async {
    await withDiscardingTaskGroup { group in
      for device in devices {
        guard let keys = try? await store.pending(on: device), !keys.isEmpty else { continue }
        group.addTask { await self.resume(device: device, while: isServed) }
      }
    }
  }

  /// One after the other, and again and again while the reasons for failure are passing ones.
  private func resume(device: String, while isServed: (String) -> Bool) async {
    var backOff = BackOff()
    while !Task.isCancelled, isServed(device), let keys = try? await store.pending(on: device), !keys.isEmpty
    {
      for key in keys {
        logger.info("goes on with \(key), asked for before the restart")
        // What becomes of it is noted and in the log.
        _ = try? await join(key, isAwaited: false)
      }
      try? await Task.sleep(for: backOff.failed())
    }
  }

  private func join(_ key: RequestKey, isAwaited: Bool) async throws -> String {
    let outcome = try state.withLock { state throws in
      if state.isEnding { throw CancellationError() }
      if state.underWay[key] == nil {
        guard state.underWay.count < Self.maximumUnderWay else { throw RequestRefusal.tooManyUnderWay }
        state.underWay[key] = Job(key: key, isAwaited: isAwaited)
        newJob.yield(key)
      }
      if isAwaited { state.underWay[key]?.isAwaited = true }
      return state.underWay[key]?.outcome ?? Promise()
    }
    return try await outcome.value()
  }

  private func carryOut(_ key: RequestKey) async {
    let result: Result<String, any Error>
    do { result = .success(try await perform(key)) } catch { result = .failure(error) }
    let job = state.withLock { $0.underWay.removeValue(forKey: key) }
    await settle(key, result, isAwaited: job?.isAwaited ?? false)
    job?.outcome.fulfil(result)
  }

  /// Notes how it ended. What was ended with the broker stays as it is and goes on when the broker is back.
  private func settle(_ key: RequestKey, _ result: Result<String, any Error>, isAwaited: Bool) async {
    do {
      switch result {
      case .success: try await store.settle(key)
      case .failure(let error) where ErrorKind(error) == .ending: break
      case .failure(let error) where isAwaited || !ErrorKind(error).isPassing:
        try await store.settle(key, failure: "\(error)")
      case .failure: break
      }
    } catch {
      logger.error("what became of '\(key)' cannot be noted: \(error)")
    }
  }
}

extension ErrorKind {
  /// Whether what failed may well succeed later without anybody's doing.
  var isPassing: Bool {
    switch self {
    case .deviceAbsent, .deviceSilent, .deviceRestarted, .lineLost, .agentTooSlow, .agentBusy,
      .tamUnreachable,
      .tamTooSlow, .tamStatus, .tamLeftAlone, .payloadUnreachable, .payloadStatus, .payloadTooSlow:
      true
    default: false
    }
  }
}
