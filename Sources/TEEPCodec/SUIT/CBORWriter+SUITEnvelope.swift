/// Envelopes (draft-ietf-suit-manifest-37, section 8.2): the members are written in the order of their keys.
extension CBORWriter {
  /// Writes an envelope.
  ///
  /// - Parameters:
  ///   - isTagged: whether tag 107 comes first.
  ///   - members: writes the members by the functions below: what authenticates, the manifest, what was severed from it,
  ///     integrated payloads.
  @_lifetime(self: copy self)
  public mutating func suitEnvelope(
    isTagged: Bool = false, members: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    if isTagged { try tag(SUITEnvelope.tag) }
    try counted(.map, members)
  }

  /// Writes the authentication wrapper: the digest, and the blocks that `blocks` writes, each by
  /// ``suitAuthenticationBlock(_:)``.
  @_lifetime(self: copy self)
  public mutating func suitAuthenticationWrapper(
    encodedDigest: Span<UInt8>, blocks: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try integer(SUITEnvelope.Key.authenticationWrapper)
    try byteString { (wrapper) throws(EncodeError) in
      try wrapper.counted(.array) { (items) throws(EncodeError) in
        try items.byteString(encodedDigest)
        try blocks(&items)
      }
    }
  }

  /// Writes one authentication block: an encoded COSE message whose detached payload is the encoded digest.
  @_lifetime(self: copy self)
  public mutating func suitAuthenticationBlock(_ message: Span<UInt8>) throws(EncodeError) {
    try byteString(message)
  }

  /// Writes the encoded manifest.
  @_lifetime(self: copy self)
  public mutating func suitEnvelopeManifest(_ manifest: Span<UInt8>) throws(EncodeError) {
    try integer(SUITEnvelope.Key.manifest)
    try byteString(manifest)
  }

  /// Writes a member of the manifest that was severed from it, by its content.
  @_lifetime(self: copy self)
  public mutating func suitSeveredMember(
    _ member: SUITSeverableMember, _ content: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(UInt64(member.key))
    try byteString(content)
  }

  /// Writes an integrated payload or dependency under its URI (UTF-8).
  @_lifetime(self: copy self)
  public mutating func suitIntegratedPayload(
    uri: Span<UInt8>, _ content: Span<UInt8>
  ) throws(EncodeError) {
    try textString(uri)
    try byteString(content)
  }
}
