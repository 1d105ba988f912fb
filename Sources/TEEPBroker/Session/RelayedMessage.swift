/// A TEEP message that went through the broker.
public struct RelayedMessage: Codable, Equatable, Sendable {
  public enum Direction: String, Codable, Sendable {
    case toAgent
    case fromAgent
  }

  public var direction: Direction
  /// The message's name in draft-ietf-teep-protocol-26, section 4, or "unknown".
  public var type: String
  /// Bytes of the message.
  public var size: Int
  /// Ticks of the agent's clock that it spent on a message to it, where it has a clock.
  public var ticks: UInt32?

  public init(direction: Direction, type: String, size: Int, ticks: UInt32? = nil) {
    self.direction = direction
    self.type = type
    self.size = size
    self.ticks = ticks
  }
}

extension RelayedMessage: CustomStringConvertible {
  /// A line for the log, such as `TAM → agent  QueryRequest   286 bytes`.
  public var description: String {
    let arrow = direction == .toAgent ? "TAM → agent" : "agent → TAM"
    let padding = String(repeating: " ", count: max(1, "QueryResponse".count - type.count + 2))
    return "\(arrow)  \(type)\(padding)\(size) bytes"
  }
}
