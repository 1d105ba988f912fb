import TEEPCodec

/// What the broker asks of the agent besides messages (RFC 9397, section 6.2.1).
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// RequestTA: an application needs the component of this encoded identifier.
  ///
  /// - Parameters:
  ///   - tamURI: the TAM that the application would have asked; may be empty.
  ///   - binarySequenceNumber: where the application came with the component itself and lacks its manifest alone, the
  ///     sequence number that this manifest has at least.
  ///   - response: where a message is put that the broker is to send at once.
  public mutating func requestTA(
    _ identifier: Span<UInt8>, tamURI: Span<UInt8>, binarySequenceNumber: UInt64? = nil,
    response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    change(identifier, to: .requested(binarySequenceNumber), tamURI: tamURI, response: &response)
  }

  /// UnrequestTA: no application needs the component of this encoded identifier any longer.
  public mutating func unrequestTA(
    _ identifier: Span<UInt8>, tamURI: Span<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    change(identifier, to: .unneeded, tamURI: tamURI, response: &response)
  }

  /// ProcessError: the last message could not be delivered, or what came back is none. No TAM is sent a QueryResponse
  /// unasked until it has asked again.
  public mutating func processError() { agreements.forbidUnasked() }

  /// RequestPolicyCheck: names one TAM a call until all have been named, then says that there is nothing more.
  ///
  /// - Parameter fromFirst: whether to begin again with the first one.
  public mutating func requestPolicyCheck(fromFirst: Bool = false) -> AgentAnswer {
    if fromFirst { nextTAM = 0 }
    let count = store.trust.anchorCount(of: .tam)
    guard count > 0 else { return .failure(.notProvisioned) }
    guard nextTAM < count else {
      nextTAM = 0
      return .nothing
    }
    nextTAM &+= 1
    return .tamURI(nextTAM &- 1)
  }

  /// Copies the URI of a TAM that an answer names to the start of `buffer`.
  ///
  /// - Returns: the number of its bytes; 0 for an index that no TAM has, or where they do not fit.
  @inline(never)
  public mutating func copyTAMURI(at index: Int, into buffer: inout MutableSpan<UInt8>) -> Int {
    guard let uri = store.trust.anchor(.tam, at: index)?.uri, uri.count <= buffer.count else {
      return 0
    }
    for position in uri.indices { buffer[position] = uri[position] }
    return uri.count
  }

  /// Remembers what is wanted, unless it is so already, and names the TAM that can bring it about.
  @inline(never)
  private mutating func change(
    _ identifier: Span<UInt8>, to request: PendingRequests.Request, tamURI: Span<UInt8>,
    response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    guard Self.isComponentIdentifier(identifier) else { return .failure(.malformedArgument) }
    beginMessage()
    guard isInstalled(identifier) == (request == .unneeded) else {
      pending.remove(identifier)
      keepPending()
      return .nothing
    }
    let tam = store.trust.responsibleTAM(for: identifier, preferring: tamURI)
    guard let index = tam else { return .failure(.noTAM) }
    guard pending.add(request, identifier) else { return .failure(.tooManyPending) }
    keepPending()
    guard agreements.allowsUnasked(index) else { return .tamURI(index) }
    return answerUnasked(tam: index, response: &response)
  }

  /// Takes from the store what was pending before a restart.
  @inline(never)
  mutating func takePending() { pending.load(store.content(.requests)) }

  /// Has what is pending in the store, so that a restart does not forget it. Where the store is full, or a broker has had
  /// too much written in vain, RAM alone remembers it.
  @inline(never)
  mutating func keepPending() {
    guard !pending.bytes.equals(store.content(.requests)), contentWear.grant() else { return }
    do throws(StoreError) {
      try store.put(pending.bytes, as: .requests)
      try stageWear()
      try store.commit()
      noteContentChange()
    } catch {}
  }

  /// Whether the bytes are one encoded SUIT_Component_Identifier.
  private static func isComponentIdentifier(_ bytes: Span<UInt8>) -> Bool {
    guard 1...StoreLayout.identifierByteLimit ~= bytes.count else { return false }
    var reader = CBORReader(bytes)
    do throws(DecodeError) {
      try reader.componentIdentifier()
      try reader.end()
      return true
    } catch { return false }
  }
}
