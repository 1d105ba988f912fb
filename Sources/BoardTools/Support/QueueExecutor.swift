import Dispatch

/// Runs an actor on a thread that may block, so that waiting for a socket does not hold up other tasks.
final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(_ label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.reference) }
  }

  /// What an actor's `unownedExecutor` returns. The actor holds the executor, so it lives as long as the actor.
  var reference: UnownedSerialExecutor { unsafe asUnownedSerialExecutor() }
}
