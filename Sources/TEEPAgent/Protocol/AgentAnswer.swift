/// What the agent gives back to the broker (RFC 9397, section 6.2.1).
public enum AgentAnswer: Equatable, Sendable {
  /// There is nothing to be done.
  case nothing
  /// The broker shall connect to this TAM; the index is that of ``Agent/copyTAMURI(at:into:)``.
  case tamURI(Int)
  /// The broker shall send this message to this TAM.
  case tamURIAndMessage(Int, start: Int, count: Int)
  /// The broker shall send this message: bytes of the response buffer.
  case message(start: Int, count: Int)
  /// The call was not understood or cannot be fulfilled.
  case failure(AgentCallFailure)
}

/// Why a broker's call was refused.
public enum AgentCallFailure: UInt8, Equatable, Sendable {
  /// The argument is not what the call takes.
  case malformedArgument = 1
  /// No provisioned TAM may manage the component.
  case noTAM = 2
  /// As many components are asked for or unneeded as can be remembered; try again after the next policy check.
  case tooManyPending = 3
  /// The device has not been provisioned, or its provisioning cannot be read.
  case notProvisioned = 4
  /// The device's key could not sign the answer.
  case signingFailed = 5
  /// The answer does not fit the agent's buffer.
  case tooLarge = 6
  /// The device restarted because something failed, and says so to its first call; it takes the next one.
  case restarted = 7
  /// No public key is to be read: the device was given its key, or whoever read the public one has confirmed it.
  case noKeyToRead = 8
  /// The device has to make its key and cannot: the source of its random numbers fails its health test.
  case unsoundRandomSource = 9
  /// The flash did not take what was to be kept.
  case flashFailed = 10
}
