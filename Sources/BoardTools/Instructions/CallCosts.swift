/// What the calls of the broker took on an emulated board: instructions and cycles of each, by the firmware's parts.
public struct CallCosts: Sendable {
  /// One TEEP message that the agent processed, payloads that it fetched included.
  public struct Message: Equatable, Sendable {
    public let instructions: Int
    public let cycles: Int
    /// Signature arithmetic and hashing.
    public let crypto: Int
    /// Copying and division, most of it for the signatures.
    public let cRuntime: Int
    /// Frames of the line to the broker.
    public let link: Int
    /// Serial line and flash, the broker's looks at whether the agent is done among it: they follow the host's clock.
    public let drivers: Int

    /// The rest.
    public var agent: Int { instructions - crypto - cRuntime - link - drivers }
  }

  /// In the order in which they came.
  public let messages: [Message]

  init(messages: [Message]) { self.messages = messages }

  /// Where the agent begins to work on a call, and where it begins to answer.
  public static func marks(in elf: ELFFile) throws -> [Int] {
    try ["AgentService.perform(", "AgentService.reply("].map { try address(of: $0, in: elf) }
  }

  /// Reads what was counted between the marks.
  public init(_ counts: [InstructionCounts], of elf: ELFFile, memory: MemoryMap) throws {
    let attribution = try TextAttribution(elf, memory: memory)
    let reply = try Self.address(of: "AgentService.reply(", in: elf)
    let processing = try Self.address(of: "Agent.take(", in: elf)
    let messages = counts.filter { $0.mark == reply && $0.runs[processing] != nil }.map { counts in
      let total = { (part: FirmwarePart) in counts.total { attribution.part(at: $0) == part } }
      return Message(
        instructions: counts.total, cycles: CortexM0Cycles.total(counts, halfword: elf.halfword),
        crypto: total(.crypto), cRuntime: total(.cRuntime), link: total(.link), drivers: total(.drivers))
    }
    self.init(messages: messages)
  }

  /// Of the function whose readable name begins so, in any module.
  private static func address(of name: String, in elf: ELFFile) throws -> Int {
    let functions = elf.symbols.filter { $0.isFunction && $0.isDefined }
    let names = try Demangler.names(of: functions.map(\.name))
    let found = functions.filter { names[$0.name]?.replacing("<>", with: "").contains(name) == true }
    guard let address = found.first?.address, found.allSatisfy({ $0.address == address }) else {
      throw BoardToolError("\(elf.path) has \(found.count) functions called \(name)…), where one is needed")
    }
    return address
  }
}

extension CallCosts {
  /// Rows of a Markdown table, a message each, with these names.
  public func table(names: [String]) throws -> String {
    guard names.count == messages.count else {
      throw BoardToolError("\(messages.count) messages were counted, but \(names.count) are named")
    }
    let rows = zip(names, messages).map { name, message in
      let milliseconds = message.cycles / 16_000
      return
        "| \(name) | \(message.instructions) | \(message.crypto) | \(message.cRuntime) | \(message.link) "
        + "| \(message.drivers) | \(message.agent) | \(milliseconds) |"
    }
    return (Self.heading + rows).joined(separator: "\n")
  }

  private static let heading = [
    "| message | instructions | signatures and hashing | C run-time | link | drivers | all else | ms at 16 MHz |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
  ]
}
