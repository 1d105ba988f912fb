import GRDB
import Logging
import ServiceLifecycle
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What becomes of what applications ask for.
@Suite struct RequestServiceTests {
  private let request = RequestKey.of("hello", .request)

  @Test("an application that asks twice while it is under way is one request, and both get the answer")
  func twice() async throws {
    let store = try StateStore(path: nil)
    let count = Counter()
    let gate = Gate()
    try await run(store) { _ in
      count.next()
      try await gate.pass()
      return "done"
    } body: { service in
      async let first = service.ask(request, user: 1)
      async let second = service.ask(request, user: 2)
      while try await store.requests(of: "device").first?.users != [1, 2] { await Task.yield() }
      gate.open()
      let answers = try await [first, second]
      #expect(answers == ["done", "done"])
      #expect(count.value == 1)
      let record = try await store.requests(of: "device").first?.record
      #expect(record?.progress == .fulfilled)
    }
  }

  @Test("a release that others have something against does not reach the agent")
  func keptForOthers() async throws {
    let count = Counter()
    try await run(try StateStore(path: nil)) { key in
      count.next()
      return "\(key.action)"
    } body: { service in
      for user: UInt32 in [1, 2] { _ = try await service.ask(request, user: user) }
      let kept = try await service.ask(.of("hello", .release), user: 1)
      #expect(kept == "hello stays: 1 other user asks for it")
      #expect(count.value == 2)
      let released = try await service.ask(.of("hello", .release), user: 2)
      #expect(released == "release")
    }
  }

  @Test("a failure is told to who asked, and remembered")
  func failure() async throws {
    let store = try StateStore(path: nil)
    try await run(store) { _ in
      throw ExchangeFailure.noTAM
    } body: { service in
      await #expect(throws: ExchangeFailure.noTAM) { try await service.ask(request, user: 1) }
      let record = try await store.requests(of: "device").first?.record
      #expect(record?.failure == "\(ExchangeFailure.noTAM)")
    }
  }

  @Test("what was accepted before the start is done, again and again while the device is away")
  func resumes() async throws {
    let store = try StateStore(path: nil)
    _ = try await store.accept(request, by: 1)
    let attempts = Counter()
    try await run(store) { key in
      if attempts.next() < 2 { throw AgentFailure.absent(device: key.device) }
      return "done"
    } body: { service in
      await service.resume(devices: ["device"]) { _ in true }
      #expect(attempts.value == 3)
      let record = try await store.requests(of: "device").first?.record
      #expect(record?.progress == .fulfilled)
    }
  }

  @Test("what was accepted before the start and is refused for good is not tried again")
  func givesUp() async throws {
    let store = try StateStore(path: nil)
    _ = try await store.accept(request, by: 1)
    let attempts = Counter()
    try await run(store) { _ in
      attempts.next()
      throw ExchangeFailure.noTAM
    } body: { service in
      await service.resume(devices: ["device"]) { _ in true }
      #expect(attempts.value == 1)
      let record = try await store.requests(of: "device").first?.record
      #expect(record?.progress == .failed)
    }
  }

  @Test("what the broker's end cuts off is still to be done")
  func ending() async throws {
    let store = try StateStore(path: nil)
    try await run(store) { key in
      throw ExchangeFailure.ending(device: key.device)
    } body: { service in
      await #expect(throws: ExchangeFailure.self) { try await service.ask(request, user: 1) }
    }
    #expect(try await store.pending(on: "device") == [request])
  }

  @Test("where the disk is full nothing is begun, and the next request is served when there is room")
  func diskFull() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(path: folder.path("state"))
    let count = Counter()
    try await run(store) { _ in
      count.next()
      return "done"
    } body: { service in
      try await store.limitPages()
      let long = String(repeating: "a", count: 60_000)
      let failure = await #expect(throws: StateStoreError.self) {
        try await service.ask(.of(long, .request), user: 1)
      }
      #expect(failure?.problem == .diskFull)
      #expect(count.value == 0)
      try await store.change { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
      let answer = try await service.ask(.of(long, .request), user: 1)
      #expect(answer == "done")
    }
  }

  /// Runs `body` while a service does what it is asked for by `perform`.
  private func run(
    _ store: StateStore, perform: @escaping @Sendable (RequestKey) async throws -> String,
    body: @escaping @Sendable (RequestService) async throws -> Void
  ) async throws {
    let logger = LogRecord().makeLogger()
    let service = RequestService(store: store, logger: logger, perform: perform)
    let group = ServiceGroup(services: [service], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        do { try await body(service) } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }
}
