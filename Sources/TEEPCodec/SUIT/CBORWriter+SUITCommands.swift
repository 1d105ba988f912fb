/// Command sequences (draft-ietf-suit-manifest-37, sections 8.4.7 to 8.4.10).
extension CBORWriter {
  /// Writes a sequence in its byte string; `commands` writes the commands by the functions below.
  @_lifetime(self: copy self)
  public mutating func suitSequence(
    _ commands: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try byteString { (content) throws(EncodeError) in try content.counted(.array, commands) }
  }

  /// Writes a command by its code and its encoded argument: of those without a function of their own.
  @_lifetime(self: copy self)
  public mutating func suitCommand(code: Int32, argument: Span<UInt8>) throws(EncodeError) {
    try integer(Int64(code))
    try raw(argument)
  }

  /// Writes a condition, or a directive whose argument is a reporting policy.
  @_lifetime(self: copy self)
  public mutating func suitCommand(
    _ code: SUITCommandCode, _ policy: SUITReportingPolicy
  ) throws(EncodeError) {
    try integer(Int64(code.rawValue))
    try unsigned(policy.rawValue)
  }

  /// Writes set-component-index with one index.
  @_lifetime(self: copy self)
  public mutating func suitSetComponentIndex(_ index: Int) throws(EncodeError) {
    try integer(Int64(SUITCommandCode.directiveSetComponentIndex.rawValue))
    try unsigned(UInt64(index))
  }

  /// Writes set-component-index with several indices.
  @_lifetime(self: copy self)
  public mutating func suitSetComponentIndex(list indices: Span<UInt16>) throws(EncodeError) {
    try integer(Int64(SUITCommandCode.directiveSetComponentIndex.rawValue))
    try array(indices.count)
    for position in indices.indices { try unsigned(UInt64(indices[position])) }
  }

  /// Writes set-component-index with true: all components.
  @_lifetime(self: copy self)
  public mutating func suitSetComponentIndexToAll() throws(EncodeError) {
    try integer(Int64(SUITCommandCode.directiveSetComponentIndex.rawValue))
    try boolean(true)
  }

  /// Writes override-parameters, or set-parameters where `overriding` is false; `parameters` writes them by
  /// ``suitParameter(_:)`` and a value each, in the order of their codes.
  @_lifetime(self: copy self)
  public mutating func suitParameters(
    overriding: Bool = true, _ parameters: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    let code = overriding ? SUITCommandCode.directiveOverrideParameters : .directiveSetParameters
    try integer(Int64(code.rawValue))
    try counted(.map, parameters)
  }

  /// Writes the code of a parameter, which its value has to follow.
  @_lifetime(self: copy self)
  public mutating func suitParameter(_ code: SUITParameterCode) throws(EncodeError) {
    try integer(Int64(code.rawValue))
  }

  /// Writes the parameter image-digest.
  @_lifetime(self: copy self)
  public mutating func suitImageDigest(
    _ algorithm: COSEAlgorithm, _ digest: Span<UInt8>
  ) throws(EncodeError) {
    try suitParameter(.imageDigest)
    try byteString { (content) throws(EncodeError) in try content.suitDigest(algorithm, digest) }
  }

  /// Writes try-each; `branches` writes each branch by ``suitSequence(_:)`` and may end with ``null()``.
  @_lifetime(self: copy self)
  public mutating func suitTryEach(
    _ branches: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try integer(Int64(SUITCommandCode.directiveTryEach.rawValue))
    try counted(.array, branches)
  }

  /// Writes run-sequence.
  @_lifetime(self: copy self)
  public mutating func suitRunSequence(
    _ commands: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try integer(Int64(SUITCommandCode.directiveRunSequence.rawValue))
    try suitSequence(commands)
  }
}
