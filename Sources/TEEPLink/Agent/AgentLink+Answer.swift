extension AgentLink where Port: ~Copyable {
  /// Answers the call that is being worked on, and returns when the broker has all of the answer, has started
  /// afresh or is gone. An answer for which nobody waits any more is dropped.
  ///
  /// - Parameters:
  ///   - outcome: what the call led to.
  ///   - tamURI: the TAM's URI, or nothing.
  ///   - message: the message, or nothing.
  ///   - ticks: how long the agent worked on the call, in its clock's ticks; 0 where it has no clock.
  public mutating func answer(
    _ outcome: LinkOutcome, tamURI: Span<UInt8>, message: Span<UInt8>, ticks: UInt32
  ) {
    guard state != .idle else { return }
    let header = AnswerHeader(
      outcome: outcome, ticks: ticks, uriLength: UInt32(truncatingIfNeeded: tamURI.count)
    ).bytes
    state = .finished
    stateValue = UInt32(truncatingIfNeeded: AnswerHeader.length + tamURI.count + message.count)
    closeFetch()
    answerWhatIsOwed()
    while let request = awaitRequest(offering: header.span, tamURI, message), request != .hello {
      if request == .release {
        state = .idle
        stateValue = 0
      }
      respond()
      if request == .release { return }
    }
  }

  /// Waits for the next call, which may be any, and answers it with a failure. False when the line is gone.
  ///
  /// - Parameters:
  ///   - code: why nothing can be done, the agent's own.
  ///   - buffer: room for the argument, which nobody reads.
  @inline(never)
  public mutating func failNextCall(_ code: UInt8, into buffer: inout MutableSpan<UInt8>) -> Bool {
    guard let call = nextCall(into: &buffer) else { return false }
    if call.isOversized { refuseArgument(of: call) }
    answer(.failure(code), tamURI: Span(), message: Span(), ticks: 0)
    return true
  }
}
