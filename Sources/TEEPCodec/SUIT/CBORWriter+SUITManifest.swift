/// Manifests (draft-ietf-suit-manifest-37, section 8.4): the members are written in the order of their keys.
extension CBORWriter {
  /// Writes a manifest: its version and sequence number, its common section, and the members that `members` writes by the
  /// functions below, from the reference URI on.
  @_lifetime(self: copy self)
  public mutating func suitManifest(
    sequenceNumber: UInt64, common: (inout CBORWriter) throws(EncodeError) -> Void,
    members: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try counted(.map) { (cbor) throws(EncodeError) in
      try cbor.unsigned(UInt64(SUITManifest.Key.version))
      try cbor.unsigned(SUITManifest.version)
      try cbor.unsigned(UInt64(SUITManifest.Key.sequenceNumber))
      try cbor.unsigned(sequenceNumber)
      try cbor.unsigned(UInt64(SUITManifest.Key.common))
      try cbor.byteString { (content) throws(EncodeError) in try content.counted(.map, common) }
      try members(&cbor)
    }
  }

  /// Writes the URI where the whole manifest can be found (UTF-8).
  @_lifetime(self: copy self)
  public mutating func suitReferenceURI(_ uri: Span<UInt8>) throws(EncodeError) {
    try unsigned(UInt64(SUITManifest.Key.referenceURI))
    try textString(uri)
  }

  /// Writes the encoded identifier that the manifest is known by.
  @_lifetime(self: copy self)
  public mutating func suitManifestComponentIdentifier(_ identifier: Span<UInt8>) throws(EncodeError) {
    try unsigned(UInt64(SUITManifest.Key.componentIdentifier))
    try raw(identifier)
  }

  /// Writes the encoded version of the set that the manifest installs.
  @_lifetime(self: copy self)
  public mutating func suitSetVersion(_ version: Span<UInt8>) throws(EncodeError) {
    try unsigned(UInt64(SUITManifest.Key.setVersion))
    try byteString(version)
  }

  /// Writes a section whose commands `commands` writes.
  @_lifetime(self: copy self)
  public mutating func suitSection(
    _ section: SUITSection, _ commands: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try unsigned(UInt64(section.rawValue))
    try suitSequence(commands)
  }

  /// Writes a member by its content, which may be severed later.
  @_lifetime(self: copy self)
  public mutating func suitMember(
    _ member: SUITSeverableMember, _ content: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(UInt64(member.key))
    try byteString(content)
  }

  /// Writes the digest that stands in place of what is severed: that of its byte string, head included.
  @_lifetime(self: copy self)
  public mutating func suitSeveredDigest(
    of member: SUITSeverableMember, _ algorithm: COSEAlgorithm, _ digest: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(UInt64(member.key))
    try suitDigest(algorithm, digest)
  }
}

/// SUIT_Common (section 8.4.5), in the order of these functions.
extension CBORWriter {
  /// Writes the dependencies, each by ``suitDependency(index:prefix:)`` in the order of their indices.
  @_lifetime(self: copy self)
  public mutating func suitDependencies(
    _ dependencies: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try unsigned(SUITCommon.Key.dependencies)
    try counted(.map, dependencies)
  }

  /// Writes one dependency with the encoded identifier that it is known by.
  @_lifetime(self: copy self)
  public mutating func suitDependency(index: Int, prefix: Span<UInt8>?) throws(EncodeError) {
    try unsigned(UInt64(index))
    try map(prefix == nil ? 0 : 1)
    if let prefix {
      try unsigned(SUITDependency.prefixKey)
      try raw(prefix)
    }
  }

  /// Writes the components, whose identifiers `identifiers` encodes.
  @_lifetime(self: copy self)
  public mutating func suitComponents(
    _ identifiers: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try unsigned(SUITCommon.Key.components)
    try counted(.array, identifiers)
  }

  /// Writes the commands that precede those of each section.
  @_lifetime(self: copy self)
  public mutating func suitSharedSequence(
    _ commands: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try unsigned(SUITCommon.Key.sharedSequence)
    try suitSequence(commands)
  }
}
