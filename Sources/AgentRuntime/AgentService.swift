public import TEEPAgent
import TEEPCodec
public import TEEPLink

/// An agent behind its link: takes the broker's calls one after the other and answers them.
///
/// Arguments of the calls, and the message of an answer, in CBOR:
/// ```
/// requestTA               [component-identifier, tam-uri: tstr / null, ? sequence-number: uint]
/// unrequestTA             [component-identifier, tam-uri: tstr / null]
/// processTEEPMessage      the message as it came
/// readKey                 nothing; or, to confirm it, the key that was read
/// the others              nothing
/// answer to status        { 1: [* { 0: component-identifier, 3: digest, 14: size }],
///                           2: size of the largest message, 3: bytes free in the store,
///                           4: why the device started }
/// answer to readKey       the public key as a COSE_Key: {1: 2, -1: 1, -2: x, -3: y}
/// ```
/// A sequence number says that the application came with the component and lacks its manifest, which has at least that
/// number.
public struct AgentService<
  StoreFlash: Flash & ~Copyable, Crypto: AgentCrypto & ~Copyable, Port: LinkPort & ~Copyable,
  Device: AgentDevice & AgentHost
>: ~Copyable {
  /// The agent, which owns the link.
  public var agent: Agent<StoreFlash, Crypto, LineFetcher<Port>, Device>
  /// The link's session in which TAMs were last named.
  private var policyCheckSession: UInt32 = 0

  public init(_ agent: consuming Agent<StoreFlash, Crypto, LineFetcher<Port>, Device>) {
    self.agent = agent
  }

  /// Makes the device's key where it has to, finds out whether what is installed is sound, and serves calls until the line
  /// is gone. Without a key, each call is answered with the reason.
  ///
  /// - Parameters:
  ///   - message: holds the argument of a call.
  ///   - response: holds the message of an answer.
  public mutating func run(message: inout MutableSpan<UInt8>, response: inout MutableSpan<UInt8>) {
    if let failure = agent.makeDeviceKey(message: &message, response: &response) {
      while agent.line.link.failNextCall(failure.rawValue, into: &message) {}
      return
    }
    agent.device.wipeStack()
    agent.validateInstalled()
    while let call = agent.line.link.nextCall(into: &message) {
      let start = agent.device.now
      let answer =
        call.isOversized
        ? performOversized(call, buffer: &message, response: &response)
        : perform(call, message: message.span, response: &response)
      agent.device.wipeStack()
      reply(answer, response: &response, ticks: agent.device.now &- start)
    }
  }

  /// Only a message may be longer than the buffer: it goes to the inbox by way of it.
  private mutating func performOversized(
    _ received: ReceivedCall, buffer: inout MutableSpan<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    guard received.call == .processTEEPMessage else {
      agent.line.link.refuseArgument(of: received)
      return .failure(.malformedArgument)
    }
    // Nobody waits for an answer where the argument ended early; then there is none given.
    guard fillInbox(received, buffer: &buffer) else {
      return agent.refuseOversizedMessage(response: &response)
    }
    return agent.processInbox(response: &response)
  }

  /// Whether all of the message is in the inbox. A function of its own, so that what it needs is not on the stack while
  /// the message is processed.
  @inline(never)
  private mutating func fillInbox(_ received: ReceivedCall, buffer: inout MutableSpan<UInt8>) -> Bool {
    var isTaken = agent.openInbox(byteCount: received.byteCount)
    while isTaken {
      let count: Int
      do throws(LinkFetchError) {
        count = try agent.line.link.readArgument(of: received, into: &buffer)
      } catch {
        agent.closeInbox()
        return false
      }
      if count == 0 { return true }
      isTaken = agent.appendToInbox(buffer.span.extracting(first: count))
    }
    agent.line.link.refuseArgument(of: received)
    return false
  }

  @inline(never)
  private mutating func perform(
    _ received: ReceivedCall, message: Span<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    let argument = message.extracting(first: received.byteCount)
    switch received.call {
    case .requestTA, .unrequestTA: return change(received.call, argument, response: &response)
    case .requestPolicyCheck: return checkPolicy()
    case .processTEEPMessage: return agent.processTEEPMessage(argument, response: &response)
    case .processError:
      agent.processError()
      return .nothing
    case .status:
      return agent.status(
        largestMessage: message.count, restartReason: agent.device.restartReason, response: &response)
    case .readKey: return agent.readKey(confirmed: argument, response: &response)
    }
  }

  /// Names TAMs from the first one on in each session: the broker of another one may have ended before it had them all.
  private mutating func checkPolicy() -> AgentAnswer {
    let isFirst = agent.line.link.session != policyCheckSession
    policyCheckSession = agent.line.link.session
    return agent.requestPolicyCheck(fromFirst: isFirst)
  }

  private mutating func change(
    _ call: LinkCall, _ argument: Span<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    var reader = CBORReader(argument)
    do throws(DecodeError) {
      let count = try reader.array(call == .requestTA ? 2...3 : 2...2)
      let identifier = try reader.skip()
      let uri = try reader.optionalNull() ? ByteRange(start: 0, count: 0) : reader.textStringRange()
      let sequenceNumber = count == 3 ? try reader.unsigned() : nil
      try reader.end()
      let identifierBytes = argument.extracting(identifier.start..<identifier.end)
      let uriBytes = argument.extracting(uri.start..<uri.end)
      return call == .requestTA
        ? agent.requestTA(
          identifierBytes, tamURI: uriBytes, binarySequenceNumber: sequenceNumber, response: &response)
        : agent.unrequestTA(identifierBytes, tamURI: uriBytes, response: &response)
    } catch { return .failure(.malformedArgument) }
  }

  @inline(never)
  private mutating func reply(
    _ answer: AgentAnswer, response: inout MutableSpan<UInt8>, ticks: UInt32
  ) {
    switch answer {
    case .nothing: reply(.nothing, ticks: ticks)
    case .failure(let failure): reply(.failure(failure.rawValue), ticks: ticks)
    case .message(let start, let count):
      reply(.message, message: response.span.extracting(start..<start &+ count), ticks: ticks)
    case .tamURIAndMessage(let index, let start, let count):
      // The URI goes behind the message.
      let end = start &+ count
      var rest = response._mutatingExtracting(end..<response.count)
      let uriCount = agent.copyTAMURI(at: index, into: &rest)
      reply(
        .tamURIAndMessage, tamURI: response.span.extracting(end..<end &+ uriCount),
        message: response.span.extracting(start..<end), ticks: ticks)
    case .tamURI(let index):
      let count = agent.copyTAMURI(at: index, into: &response)
      reply(.tamURI, tamURI: response.span.extracting(first: count), ticks: ticks)
    }
  }

  private mutating func reply(
    _ outcome: LinkOutcome, tamURI: Span<UInt8> = Span(), message: Span<UInt8> = Span(), ticks: UInt32
  ) {
    agent.line.link.answer(outcome, tamURI: tamURI, message: message, ticks: ticks)
  }
}
