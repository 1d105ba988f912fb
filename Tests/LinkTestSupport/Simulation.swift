import TEEPLink
import TEEPTestSupport

/// A broker and an agent at the two ends of a line, and one clock for all three. The agent's blocking code runs
/// as it is: whenever it waits for a byte, or spends time, the clock goes on and everything else happens.
final class Simulation {
  /// In microseconds.
  private(set) var now: UInt64 = 0
  var random: SeededGenerator
  var toAgent = SimulatedLine()
  var toBroker = SimulatedLine()
  let broker: SimulatedBroker

  /// What the agent's port holds, and how much that may be.
  private var ring: ArraySlice<UInt8> = []
  var ringCapacity = 255
  /// The UART's own 6 bytes, which the CPU empties into the ring unless it stands still.
  private var fifo: [UInt8] = []
  private var isHalted = false
  /// Bytes that neither could hold.
  private(set) var overflow = 0

  /// The port says that the line is gone until the agent has noticed.
  private(set) var isLineGone = false
  /// The agent has been reset and has not started again.
  private(set) var isAgentDown = false
  /// Frames that were sent before keep coming again.
  var isHaunted = false
  private var answers: [[UInt8]] = []
  private var plans: [(time: UInt64, plan: (Simulation) -> Void)] = []

  init(seed: UInt64? = nil, broker configuration: BrokerLink.Configuration = .init()) {
    random = seed.map(SeededGenerator.init(seed:)) ?? SeededGenerator()
    if seed == nil { print("TEEP_SEED=\(random.seed)") }
    broker = SimulatedBroker(configuration)
  }

  /// Does this in so many microseconds.
  func plan(in microseconds: UInt64, _ plan: @escaping (Simulation) -> Void) {
    let time = now + microseconds
    plans.insert((time, plan), at: plans.firstIndex { $0.time > time } ?? plans.endIndex)
  }

  // MARK: - What happens to the two ends

  /// The agent loses all that it knows, wherever it is, and starts again as soon as its program notices.
  func resetAgent() {
    isAgentDown = true
    (ring, fifo) = ([], [])
  }

  func agentStarted() { isAgentDown = false }

  /// The connection is cut, seen at both ends; what is on the line is lost.
  func disconnect() {
    isLineGone = true
    toAgent.clear()
    toBroker.clear()
    (ring, fifo) = ([], [])
    broker.link.lineLost()
    drainBroker()
  }

  /// Another broker process takes the place of this one. What it was doing is of no interest any more.
  func restartBroker() {
    broker.restart(at: now / 1000)
    drainBroker()
  }

  func abandonCall() {
    broker.link.abandon()
    drainBroker()
  }

  // MARK: - The agent's side

  /// Whether the broker has made all its calls, so that the agent may stop.
  var isOver: Bool { broker.isDone && !isAgentDown }

  func receive() -> UInt8? {
    while ring.isEmpty {
      if isAgentDown { return nil }
      if isLineGone {
        isLineGone = false
        return nil
      }
      guard !isOver, step(before: .max) else { return nil }
    }
    return ring.popFirst()
  }

  func send(_ bytes: Span<UInt8>) {
    guard !isAgentDown, !isLineGone else { return }
    broker.agentAnswered()
    if isHaunted { answers.append([UInt8](bytes)) }
    let sent = toBroker.send([UInt8](bytes), at: now, with: &random)
    spend(sent - now)
  }

  /// The agent is busy for this long; while its CPU stands still, only the UART's 6 bytes catch what comes.
  func spend(_ microseconds: UInt64, halted: Bool = false) {
    let end = now + microseconds
    isHalted = halted
    while step(before: end) {}
    isHalted = false
    moveFIFO()
    now = max(now, end)
  }

  // MARK: - The clock

  /// Starts the broker.
  func begin() {
    broker.makeNextCall(at: now / 1000)
    drainBroker()
  }

  /// Lets the next thing happen, if there is one before `end`.
  private func step(before end: UInt64) -> Bool {
    let toAgentAt = toAgent.nextArrival ?? .max
    let toBrokerAt = toBroker.nextArrival ?? .max
    let deadline = broker.link.deadline.map { $0 * 1000 } ?? .max
    let planned = plans.first?.time ?? .max
    let next = min(toAgentAt, toBrokerAt, deadline, planned)
    guard next < end else { return false }
    now = max(now, next)
    if next == toAgentAt {
      arrive(toAgent.take())
      return true
    }
    if next == toBrokerAt {
      broker.link.receive(CollectionOfOne(toBroker.take()), at: now / 1000)
    } else if next == planned {
      plans.removeFirst().plan(self)
    } else {
      broker.link.advance(to: now / 1000)
    }
    drainBroker()
    return true
  }

  private func drainBroker() {
    while let output = broker.next(at: now / 1000) {
      if output.isEmpty {
        plan(in: broker.payloadLatency) { $0.broker.givePayload(at: $0.now / 1000) }
      } else {
        toAgent.send(output, at: now, with: &random)
        haunt()
      }
    }
  }

  /// Lets old frames come once more, in both directions.
  private func haunt() {
    guard isHaunted else { return }
    for _ in 0..<2 {
      if let frame = broker.sent.randomElement(using: &random) {
        toAgent.send(frame.onLine, at: now, with: &random)
      }
      if let frame = answers.randomElement(using: &random) {
        toBroker.send(frame, at: now, with: &random)
      }
    }
  }

  private func arrive(_ byte: UInt8) {
    guard !isAgentDown else { return }
    if fifo.count < 6 { fifo.append(byte) } else { overflow += 1 }
    if !isHalted { moveFIFO() }
  }

  private func moveFIFO() {
    let room = ringCapacity - ring.count
    overflow += max(0, fifo.count - room)
    ring += fifo.prefix(room)
    fifo = []
  }
}
