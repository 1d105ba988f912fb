import Logging
import NIOCore
import NIOPosix
import TEEPLink

/// The broker's hold on one agent: one line, one call at a time. It is served by the event loop of its line, so that a
/// line needs no tasks, each of which would take memory for as long as the line is idle.
actor AgentHandle {
  nonisolated let eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    // The loop is one of the process' own, which are never ended.
    unsafe eventLoop.executor.asUnownedSerialExecutor()
  }

  /// What the agent is reached through, for people.
  nonisolated let device: String
  nonisolated let limits: BrokerLimits
  nonisolated let logger: Logger
  nonisolated let payloads: PayloadClient
  nonisolated let events: DeviceEvents
  /// Whoever uses the agent, for as long as calls belong together, has the turn.
  nonisolated let turns: TurnQueue
  /// Open while there is a line.
  nonisolated let line = Gate()
  /// Open when the agent is there for the first time or has restarted, and nobody has taken notice yet.
  nonisolated let started = Gate()

  var link: BrokerLink
  /// What has happened so far.
  private(set) var record = AgentRecord()
  /// What the agent said of itself when the session on the line began.
  private(set) var identity: BrokerLink.Agent?
  /// The agent's last start that is known of, on whatever line.
  private var lastBoot: UInt32?
  /// Nobody has answered on the line since this was said.
  private var isSilent = false

  /// Where frames go; nil while there is no line.
  private var output: (any Channel)?
  /// Lets the link notice the time, when it waits for something.
  var alarm: Scheduled<Void>?
  private var alarmTime: UInt64?
  /// What was wrong with the line.
  var breakage: String?
  /// No line is to be opened any more.
  private(set) var isStopped = false
  /// Where events go that belong to the call under way, each with the number of the last fetch.
  var callEvents: AsyncStream<CallEvent>.Continuation?
  /// What went over the line and has not been told yet.
  var traffic = LinkTraffic()
  /// Counts the agent's fetches, so that what is meant for one never reaches another.
  private var fetchNumber = 0

  /// What the link says of a call.
  typealias CallEvent = (event: BrokerLink.Event, fetch: Int)

  private let start = ContinuousClock.now

  init(
    device: String, limits: BrokerLimits, payloads: PayloadClient, events: DeviceEvents, logger: Logger
  ) {
    self.device = device
    self.limits = limits
    self.payloads = payloads
    self.events = events
    self.logger = logger
    turns = TurnQueue(limit: limits.maximumWaitingCalls)
    link = BrokerLink(configuration: limits.link)
  }

  /// The link's time, in milliseconds.
  var now: UInt64 {
    let elapsed = start.duration(to: .now).components
    return UInt64(elapsed.seconds) * 1000 + UInt64(elapsed.attoseconds / 1_000_000_000_000_000)
  }

  /// Whether there is a line.
  var isOnline: Bool { output != nil }

  /// Notes something that happened.
  func note(_ change: @Sendable (inout AgentRecord) -> Void) { change(&record) }
}

// MARK: - The line

extension AgentHandle {
  /// A line begins.
  func attach(_ channel: any Channel) {
    output = channel
    link.connect(at: now)
    drain()
    line.open()
  }

  /// The line is gone, and with it the call under way.
  func detach() {
    line.close()
    output = nil
    breakage = nil
    identity = nil
    isSilent = false
    link.lineLost()
    drain()
  }

  /// Ends the line for good.
  func stop() {
    isStopped = true
    output?.close(promise: nil)
  }

  /// Tells what has gone over the line since the last time.
  func publishTraffic() {
    if !traffic.isEmpty { events.publish(.linkTraffic(traffic)) }
    traffic = LinkTraffic()
  }

  /// Does what the link wants done after any input.
  func drain() {
    let bytes = link.takeOutput()
    // What a line that takes no bytes would pile up is dropped: the link repeats it.
    if !bytes.isEmpty, let output, output.isWritable {
      output.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
      traffic.bytesToAgent += bytes.count
    }
    while let event = link.nextEvent() { handle(event) }
    traffic.retransmissions += link.retransmissions - record.retransmissions
    record.retransmissions = link.retransmissions
    setAlarm()
  }

  /// Has the link woken at its deadline.
  private func setAlarm() {
    let deadline = link.deadline
    if alarm != nil, deadline == alarmTime { return }
    alarm?.cancel()
    alarmTime = deadline
    alarm = deadline.map { deadline in
      let now = now
      let pause = TimeAmount.milliseconds(deadline > now ? Int64(deadline - now) : 1)
      return eventLoop.scheduleTask(in: pause) { self.assumeIsolated { $0.advance() } }
    }
  }

  private func handle(_ event: BrokerLink.Event) {
    switch event {
    case .connected(let agent):
      if identity?.bootIdentifier != agent.bootIdentifier {
        logger.info("agent at \(device) takes messages of up to \(agent.maximumMessage) bytes")
      }
      if identity != agent { events.publish(.connected(maximumMessage: agent.maximumMessage)) }
      if lastBoot != agent.bootIdentifier { started.open() }
      identity = agent
      lastBoot = agent.bootIdentifier
      isSilent = false
    case .agentRestarted:
      record.restarts += 1
      events.publish(.agentRestarted)
      logger.warning("the agent at \(device) restarted")
    case .failed(let failure) where callEvents == nil:
      noteSilence(failure)
    case .fetch, .fetchOver:
      fetchNumber += 1
      fallthrough
    default:
      callEvents?.yield((event, fetchNumber))
    }
  }
}

// MARK: - The line while nothing is wanted

extension AgentHandle {
  /// Notices an agent that is reset, appears or falls silent on a line that stays, as a serial port does.
  func probe() {
    guard isOnline, callEvents == nil else { return }
    link.probe(at: now)
    drain()
  }

  /// An agent that does not answer is one line in the log, however long it is silent.
  private func noteSilence(_ failure: BrokerLink.Failure) {
    // Whoever keeps the line tells that one.
    guard failure != .lineLost else { return }
    let sentence = "\(AgentFailure.link(failure, device: device))"
    logger.log(level: isSilent ? .debug : .warning, "\(sentence)")
    if !isSilent { events.publish(.lineLost(reason: sentence)) }
    isSilent = true
    identity = nil
  }
}

// MARK: - Payloads

extension AgentHandle {
  /// Gives the agent the next bytes of a payload, or its end.
  func provide(_ bytes: [UInt8]?, fetch: Int) {
    guard fetch == fetchNumber else { return }
    if let bytes {
      link.provide(payload: bytes, at: now)
    } else {
      link.endPayload(at: now)
    }
    drain()
  }

  /// Tells the agent that it gets no more of a payload.
  func fail(_ failure: PayloadFailure, fetch: Int) {
    guard fetch == fetchNumber else { return }
    link.failPayload(failure.code, at: now)
    drain()
  }
}
