import TEEPCodec

/// What the broker asks of the agent besides messages (RFC 9397, section 6.2.1).
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// RequestTA: an application needs the component of this encoded identifier; `tamURI` may be empty.
  public mutating func requestTA(_ identifier: Span<UInt8>, tamURI: Span<UInt8>) -> AgentAnswer {
    change(identifier, to: .requested, tamURI: tamURI)
  }

  /// UnrequestTA: no application needs the component of this encoded identifier any longer.
  public mutating func unrequestTA(_ identifier: Span<UInt8>, tamURI: Span<UInt8>) -> AgentAnswer {
    change(identifier, to: .unneeded, tamURI: tamURI)
  }

  /// RequestPolicyCheck: names one TAM a call until all have been named, then says that there is nothing more.
  public mutating func requestPolicyCheck() -> AgentAnswer {
    let count = anchorCount(of: .tam)
    guard count > 0 else { return .failure(.notProvisioned) }
    guard nextTAM < count else {
      nextTAM = 0
      return .nothing
    }
    nextTAM &+= 1
    return .tamURI(nextTAM &- 1)
  }

  /// The URI of a TAM that an answer names; empty for an index that none has.
  @_lifetime(borrow self)
  public func tamURI(at index: Int) -> Span<UInt8> {
    guard let uri = anchor(.tam, at: index)?.uri else { return store.provisioning.extracting(0..<0) }
    return uri
  }

  /// Remembers what is wanted, unless it is so already, and names the TAM that can bring it about.
  @inline(never)
  private mutating func change(
    _ identifier: Span<UInt8>, to kind: PendingRequests.Kind, tamURI: Span<UInt8>
  ) -> AgentAnswer {
    guard isComponentIdentifier(identifier) else { return .failure(.malformedArgument) }
    guard isInstalled(identifier) == (kind == .unneeded) else {
      pending.remove(identifier)
      return .nothing
    }
    guard let index = responsibleTAM(for: identifier, preferring: tamURI) else { return .failure(.noTAM) }
    guard pending.add(kind, identifier) else { return .failure(.tooManyPending) }
    return .tamURI(index)
  }

  /// The TAM that may manage the component: the one that the caller names, or the first one.
  @inline(never)
  private func responsibleTAM(for identifier: Span<UInt8>, preferring uri: Span<UInt8>) -> Int? {
    var first: Int?
    for index in 0..<anchorCount(of: .tam) {
      guard let tam = anchor(.tam, at: index), (try? tam.permits(identifier)) == true else { continue }
      if let own = tam.uri, own.equals(uri) { return index }
      if first == nil { first = index }
    }
    return first
  }

  /// Whether the bytes are one encoded SUIT_Component_Identifier.
  private func isComponentIdentifier(_ bytes: Span<UInt8>) -> Bool {
    guard 1...StoreLayout.identifierByteLimit ~= bytes.count else { return false }
    var reader = CBORReader(bytes)
    do throws(DecodeError) {
      try reader.componentIdentifier()
      try reader.end()
      return true
    } catch { return false }
  }
}
