/// What a broker asks of an agent: the agent's interface of RFC 9397, section 6.2.1, and questions about
/// the agent's state and key. Each call has an argument of any length, whose meaning is the agent's.
public enum LinkCall: UInt8, Sendable {
  /// An application needs a Trusted Component.
  case requestTA = 1
  /// An application no longer needs a Trusted Component.
  case unrequestTA
  /// It is time to ask the TAM whether anything has changed.
  case requestPolicyCheck
  /// A TEEP message has come from the TAM; the argument is that message.
  case processTEEPMessage
  /// A TEEP message could not be delivered, or what came back is not one.
  case processError
  /// What does the agent hold, and how is it?
  case status
  /// Which public key has the device made a private one for? Or: the caller holds the key of the argument.
  case readKey
}

/// What a call led to, and which parts of the answer mean something.
public enum LinkOutcome: Equatable, Sendable {
  /// Nothing is to be sent: the TEEP session, if there was one, is over.
  case nothing
  /// The broker is to open a TEEP session with the TAM at this URI, with an empty message.
  case tamURI
  /// The broker is to send this message to the TAM that it is talking to; the answers to ``LinkCall/status``
  /// and ``LinkCall/readKey`` are messages too.
  case message
  /// The broker is to send this message to the TAM at this URI.
  case tamURIAndMessage
  /// The agent could not do what it was asked; the code says why and is the agent's own.
  case failure(UInt8)
}
