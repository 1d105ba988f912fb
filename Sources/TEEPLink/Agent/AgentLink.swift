/// The agent's end of the link: takes calls one at a time, fetches payloads through the broker while it works
/// on one, and gives the answer. `TEEPLink.swift` specifies what goes over the line.
///
/// ```swift
/// var link = AgentLink(port: uart, bootIdentifier: random, maximumMessage: 2048)
/// while let call = link.nextCall(into: &argument) {
///   // work: link.openFetch(uri:), link.readFetch(into:) until it returns 0
///   link.answer(.message, tamURI: none, message: message, ticks: elapsed)
/// }
/// ```
///
/// Every function blocks in ``LinkPort/receive()`` and nowhere else. Between calls of them the line is not read:
/// the broker waits, and sends no more than the port's buffer of 255 bytes takes. Bad bytes from the line are
/// never an error here; they are dropped, and the broker repeats itself.
public struct AgentLink<Port: LinkPort & ~Copyable>: ~Copyable {
  /// The line. May be replaced after a function said that the line is gone.
  public var port: Port

  /// One buffer for both directions: an answer is made when the request that it answers has been used up.
  var frame = FrameBuffer()
  let bootIdentifier: UInt32
  let maximumMessage: UInt32
  let largestFrame: UInt8

  /// The broker's session. Another number than before: whoever made the calls before is gone. Zero: none.
  public internal(set) var session: UInt32 = 0
  /// The number of the last request that was taken.
  var number: UInt16 = 0
  /// What both ends take in this session, in bytes on the line.
  var frameLimit: UInt8 = 0

  /// What a poll is told: one of `idle`, `received`, `fetch`, `payloadWanted`, `finished`, with its figure.
  var state = FrameKind.idle
  var stateValue: UInt32 = 0
  /// The last request was taken and not yet answered: it brought bytes that are still being used up.
  var owesAnswer = false
  /// The broker has more of the payload that is being fetched.
  var isFetching = false
  /// What is still unread of the payload or argument in `frame`.
  var unread: Range<Int> = 0..<0

  /// - Parameters:
  ///   - port: the line.
  ///   - bootIdentifier: 32 random bits, chosen at each start, by which a broker knows that the agent restarted.
  ///   - maximumMessage: how many bytes the buffer for arguments has; told to the broker.
  ///   - largestFrame: how many bytes may arrive in one go, 32 to 255: no more than the port can hold while
  ///     nobody reads it.
  public init(
    port: consuming Port, bootIdentifier: UInt32, maximumMessage: UInt32, largestFrame: UInt8 = 255
  ) {
    self.port = port
    self.bootIdentifier = bootIdentifier
    self.maximumMessage = maximumMessage
    self.largestFrame = max(largestFrame, UInt8(FrameBuffer.smallestFrame))
  }

  /// Waits for the next call and puts its argument at the start of `buffer`. The broker has been told that
  /// the call has arrived when this returns. Nil when the line is gone.
  ///
  /// An argument that is longer than `buffer` is left to ``readArgument(of:into:)`` or ``refuseArgument(of:)``, one of
  /// which has to follow.
  public mutating func nextCall(into buffer: inout MutableSpan<UInt8>) -> ReceivedCall? {
    state = .idle
    answerWhatIsOwed()
    var call = LinkCall.status
    var byteCount = 0
    while let request = awaitRequest() {
      var offset = 0
      if request == .call, let named = namedCall(), let length = argumentLength() {
        (call, byteCount, offset) = (named, length, 5)
        state = .received
        stateValue = 0
      } else if request == .hello {
        continue
      } else if request != .argument || state != .received {
        state = .idle
        respond()
        continue
      }
      takeArgument(from: offset, upTo: byteCount)
      let received = ReceivedCall(call: call, byteCount: byteCount, isOversized: byteCount > buffer.count)
      if received.isOversized { return received }
      copyUnread(into: &buffer, at: Int(truncatingIfNeeded: stateValue) &- unread.count)
      answerWhatIsOwed()
      if stateValue == byteCount { return received }
    }
    return nil
  }

  /// Puts the next bytes of an oversized argument at the start of `buffer`, which is not empty, and returns how many
  /// they are: 0 at its end, of which the broker has been told then. The broker sends more only when all that came has
  /// been read and this is called again.
  @inline(never)
  public mutating func readArgument(
    of call: ReceivedCall, into buffer: inout MutableSpan<UInt8>
  ) throws(LinkFetchError) -> Int {
    while unread.isEmpty {
      answerWhatIsOwed()
      if stateValue == call.byteCount { return 0 }
      guard let request = awaitRequest() else { throw .lineGone }
      guard request == .argument else {
        if request != .hello {
          state = .idle
          respond()
        }
        throw .sessionEnded
      }
      takeArgument(from: 0, upTo: call.byteCount)
    }
    return copyUnread(into: &buffer, at: 0)
  }

  /// Tells the broker that all of an oversized argument is here, so that it sends no more of it.
  @inline(never)
  public mutating func refuseArgument(of call: ReceivedCall) {
    stateValue = UInt32(truncatingIfNeeded: call.byteCount)
    unread = 0..<0
    answerWhatIsOwed()
  }

  private mutating func namedCall() -> LinkCall? {
    frame.payloadByte(at: 0).flatMap(LinkCall.init(rawValue:))
  }

  private mutating func argumentLength() -> Int? {
    frame.payloadUInt32(at: 1).flatMap { Int(exactly: $0) }
  }

  /// Notes the argument's bytes that the frame brought, none beyond what was announced.
  @inline(never)
  private mutating func takeArgument(from offset: Int, upTo byteCount: Int) {
    let missing = byteCount &- Int(truncatingIfNeeded: stateValue)
    let count = max(0, min(frame.payloadCount &- offset, missing))
    unread = offset..<offset &+ count
    stateValue &+= UInt32(truncatingIfNeeded: count)
    owesAnswer = true
  }
}
