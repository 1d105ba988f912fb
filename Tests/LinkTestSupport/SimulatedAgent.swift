import TEEPLink

/// The agent's end of a simulated line.
struct SimulatedPort: LinkPort, ~Copyable {
  let simulation: Simulation

  mutating func receive() -> UInt8? { simulation.receive() }

  mutating func send(_ bytes: Span<UInt8>) { simulation.send(bytes) }
}

/// A call as the agent's program got it.
struct ExecutedCall: Equatable {
  let boot: UInt32
  let call: LinkCall
  let argument: [UInt8]
  let isOversized: Bool
}

/// What an agent is, apart from the link.
struct SimulatedAgent {
  typealias Program = (inout AgentLink<SimulatedPort>, ExecutedCall) -> Void

  var largestFrame: UInt8 = 255
  var capacity = 5000

  /// Runs the agent, through resets and lost lines, until the broker has made all its calls. Returns the calls that
  /// the program was given.
  func run(in simulation: Simulation, _ program: Program) -> [ExecutedCall] {
    simulation.begin()
    var executed: [ExecutedCall] = []
    var boot: UInt32 = 100
    while !simulation.isOver {
      boot += 1
      simulation.agentStarted()
      var link = AgentLink(
        port: SimulatedPort(simulation: simulation), bootIdentifier: boot, maximumMessage: UInt32(capacity),
        largestFrame: largestFrame)
      while !simulation.isAgentDown, !simulation.isOver {
        guard let received = link.nextCall(capacity: capacity) else { continue }
        let call = ExecutedCall(
          boot: boot, call: received.call.call,
          argument: received.call.isOversized ? [] : received.argument, isOversized: received.call.isOversized
        )
        executed.append(call)
        program(&link, call)
      }
    }
    return executed
  }
}
