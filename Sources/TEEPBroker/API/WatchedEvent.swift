public import Foundation
import TEEPHost

/// An event as the ``BrokerAPI`` tells it: a type, and those of the other members that the type has.
public struct WatchedEvent: Codable, Equatable, Sendable {
  /// What happened; see `Event` in the API's description.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case connected, lineLost, agentRestarted, pseudoTerminalOpened
    case exchangeStarted, exchangeEnded
    case sessionStarted, messageRelayed, sessionEnded, retryScheduled
    case circuitOpened, circuitClosed
    case payloadStarted, payloadProgress, payloadResumed, payloadEnded
    /// The last event: why no more follow.
    case ended
  }

  public var type: Kind
  public var time: Date
  /// The device's name; absent where it is not about one.
  public var device: String?
  /// What the agent is asked to do: `request`, `release` or `policyCheck`.
  public var exchange: String?
  public var component: String?
  public var tam: String?
  public var uri: String?
  /// The path of a pseudo-terminal.
  public var path: String?
  public var message: RelayedMessage?
  /// Bytes of a payload that the agent has, and that it has in all where that is known; bytes of the largest message
  /// that an agent takes.
  public var bytes: Int?
  public var total: Int?
  /// The number of a retry, from 1 on, and the seconds until it or until a TAM is spoken to again.
  public var number: Int?
  public var seconds: Double?
  public var error: ErrorKind?
  /// What was done, or why it was not.
  public var sentence: String?

  /// The last event, with the reason.
  static func ended(_ sentence: String) -> WatchedEvent {
    WatchedEvent(type: .ended, time: Date(), sentence: sentence)
  }
}

extension WatchedEvent {
  /// Nil for what is only counted.
  init?(_ event: BrokerEvent) {
    self.init(type: .ended, time: Date(), device: event.device)
    switch event.happening {
    case .linkTraffic: return nil
    case .connected(let maximumMessage): (type, bytes) = (.connected, maximumMessage)
    case .lineLost(let reason): (type, sentence) = (.lineLost, reason)
    case .agentRestarted: type = .agentRestarted
    case .pseudoTerminalOpened(let path): (type, self.path) = (.pseudoTerminalOpened, path)
    case .exchangeStarted(let exchange): set(.exchangeStarted, exchange)
    case .exchangeEnded(let exchange, .done(let sentence)):
      set(.exchangeEnded, exchange)
      self.sentence = sentence
    case .exchangeEnded(let exchange, .failed(let kind, let sentence)):
      set(.exchangeEnded, exchange)
      (error, self.sentence) = (kind, sentence)
    case .sessionStarted(let tam): (type, self.tam) = (.sessionStarted, tam.description)
    case .messageRelayed(let message): (type, self.message) = (.messageRelayed, message)
    case .sessionEnded(let tam, let kind): (type, self.tam, error) = (.sessionEnded, tam.description, kind)
    case .retryScheduled(let exchange, let number, let delay, let kind):
      set(.retryScheduled, exchange)
      (self.number, seconds, error) = (number, delay.seconds, kind)
    case .circuitOpened(let tam, let time):
      (type, self.tam, seconds) = (.circuitOpened, tam.description, time.seconds)
    case .circuitClosed(let tam): (type, self.tam) = (.circuitClosed, tam.description)
    case .payloadStarted(let uri): (type, self.uri) = (.payloadStarted, uri)
    case .payloadProgress(let uri, let bytes, let total):
      (type, self.uri, self.bytes, self.total) = (.payloadProgress, uri, bytes, total)
    case .payloadResumed(let uri, let from): (type, self.uri, bytes) = (.payloadResumed, uri, from)
    case .payloadEnded(let uri, let bytes, let kind):
      (type, self.uri, self.bytes, error) = (.payloadEnded, uri, bytes, kind)
    }
  }

  private mutating func set(_ type: Kind, _ exchange: Exchange) {
    self.type = type
    self.exchange = exchange.name
    switch exchange {
    case .request(let component), .release(let component): self.component = component.description
    case .policyCheck: break
    }
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
