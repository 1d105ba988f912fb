extension AgentLink where Port: ~Copyable {
  /// Asks the broker for the payload at `uri`, at most 512 bytes, and returns when its first bytes are here.
  /// Only while a call is being worked on. A fetch that is still open is given up.
  public mutating func openFetch(uri: Span<UInt8>) throws(LinkFetchError) {
    guard uri.count <= maximumFetchURI else { throw .uriTooLong }
    guard state != .idle else { throw .sessionEnded }
    state = .fetch
    stateValue = UInt32(truncatingIfNeeded: uri.count)
    closeFetch()
    isFetching = true
    answerWhatIsOwed()
    try awaitPayload(offering: uri)
  }

  /// Puts the next bytes of the payload at the start of `buffer`, which is not empty, and returns how many
  /// they are: 0 at the payload's end. The broker sends more only when all that came has been read and this is
  /// called again.
  public mutating func readFetch(into buffer: inout MutableSpan<UInt8>) throws(LinkFetchError) -> Int {
    while unread.isEmpty {
      guard isFetching else {
        if state == .idle { throw .sessionEnded }
        return 0
      }
      answerWhatIsOwed()
      try awaitPayload(offering: Span())
    }
    return copyUnread(into: &buffer, at: 0)
  }

  /// Moves what came in the frame and is still unread to `offset` of `buffer`, as much as fits.
  @inline(never)
  @discardableResult
  mutating func copyUnread(into buffer: inout MutableSpan<UInt8>, at offset: Int) -> Int {
    let count = min(unread.count, buffer.count &- offset)
    let payload = frame.payload
    for index in 0..<count { buffer[offset &+ index] = payload[unread.lowerBound &+ index] }
    unread = unread.lowerBound &+ count..<unread.upperBound
    return count
  }

  mutating func closeFetch() {
    isFetching = false
    unread = 0..<0
  }

  /// The request that ends the wait is answered when its bytes have been used up, or with what comes next.
  @inline(never)
  private mutating func awaitPayload(offering uri: Span<UInt8>) throws(LinkFetchError) {
    while let request = awaitRequest(offering: uri) {
      switch request {
      case .hello:
        throw .sessionEnded
      case .payload:
        if state == .fetch { stateValue = 0 }
        stateValue &+= UInt32(truncatingIfNeeded: frame.payloadCount)
        unread = 0..<frame.payloadCount
      case .payloadEnd, .payloadFailed:
        isFetching = false
      default:
        respond()
        continue
      }
      state = .payloadWanted
      owesAnswer = true
      if request == .payloadFailed { throw .failed(frame.payloadByte(at: 0) ?? 0) }
      return
    }
    throw .lineGone
  }
}
