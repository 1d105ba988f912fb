extension AgentLink where Port: ~Copyable {
  /// Reads the line up to the next request that changes something. Whatever does not is answered here: polls,
  /// pulls of the bytes on offer, and requests that were taken before.
  ///
  /// Returns nil when the line is gone; `hello`, already answered, when a new session has begun; and otherwise a
  /// request that waits to be answered. The first two leave no call under way.
  @inline(never)
  mutating func awaitRequest(
    offering first: Span<UInt8> = Span(), _ second: Span<UInt8> = Span(), _ third: Span<UInt8> = Span()
  ) -> FrameKind? {
    while let byte = port.receive() {
      guard frame.accept(byte), let kind = frame.kind, kind.isRequest else { continue }
      if kind == .hello, startSession() { return .hello }
      guard frame.session == session, session != 0 else {
        refuseSession()
        continue
      }
      let isNew = frame.number == linkNumber(after: number)
      guard isNew || frame.number == number else { continue }
      number = frame.number
      switch kind {
      case .hello: welcome()
      case .poll: respond()
      case .pull: sendBytes(first, second, third)
      default:
        if isNew { return kind }
        respond()
      }
    }
    endSession()
    return nil
  }

  /// Tells the broker how things stand.
  @inline(never)
  mutating func respond() {
    frame.begin(state, session: session, number: number)
    frame.append(stateValue)
    transmit()
  }

  /// Answers the request whose payload has been used up.
  mutating func answerWhatIsOwed() {
    guard owesAnswer else { return }
    owesAnswer = false
    respond()
  }

  /// Says whether the hello in the frame starts a session, and answers it if so.
  private mutating func startSession() -> Bool {
    guard frame.number == 0, frame.session != session, frame.session != 0,
      let limit = frame.payloadByte(at: 1)
    else { return false }
    endSession()
    session = frame.session
    number = 0
    frameLimit = max(min(limit, largestFrame), UInt8(FrameBuffer.smallestFrame))
    welcome()
    return true
  }

  private mutating func endSession() {
    session = 0
    state = .idle
    stateValue = 0
    owesAnswer = false
    closeFetch()
  }

  private mutating func welcome() {
    frame.begin(.welcome, session: session, number: 0)
    frame.append(linkVersion)
    frame.append(bootIdentifier)
    frame.append(maximumMessage)
    frame.append(largestFrame)
    transmit()
  }

  private mutating func refuseSession() {
    frame.begin(.unknownSession, session: frame.session, number: frame.number)
    frame.append(bootIdentifier)
    transmit()
  }

  private mutating func sendBytes(_ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>) {
    guard var offset = frame.payloadUInt32(at: 0), let count = frame.payloadByte(at: 4) else { return }
    let limit = min(Int(frameLimit), FrameBuffer.overhead + Int(count))
    frame.begin(.bytes, session: session, number: number)
    frame.append(first, skipping: &offset, limit: limit)
    frame.append(second, skipping: &offset, limit: limit)
    frame.append(third, skipping: &offset, limit: limit)
    transmit()
  }

  private mutating func transmit() {
    frame.seal()
    port.send(frame.encoded)
  }
}
