public import TEEPCodec

/// One command of a sequence, as its author means it (draft-ietf-suit-manifest-37, sections 8.4.8 to 8.4.10).
public indirect enum ManifestCommand: Equatable, Sendable {
  /// A condition, or a directive whose argument is a reporting policy.
  case reported(SUITCommandCode, SUITReportingPolicy)
  case setComponentIndex(ComponentSelection)
  /// override-parameters, or set-parameters where `overriding` is false.
  case parameters([ManifestParameter], overriding: Bool)
  /// `mayDoNothing`: the last branch is nil, which always succeeds.
  case tryEach([[ManifestCommand]], mayDoNothing: Bool)
  case runSequence([ManifestCommand])

  /// What a set-component-index selects.
  public enum ComponentSelection: Equatable, Sendable {
    case one(UInt16)
    case list([UInt16])
    case all
  }

  /// A command with the reporting policy of the examples of draft-ietf-teep-protocol-26, appendix E: success and failure
  /// are recorded, with the state of the system.
  static func reported(_ code: SUITCommandCode) -> ManifestCommand {
    .reported(code, SUITReportingPolicy(rawValue: 15))
  }
}

/// A parameter and its value (draft-ietf-suit-manifest-37, section 8.4.8).
public struct ManifestParameter: Equatable, Sendable {
  public let code: SUITParameterCode
  public let value: Value

  public enum Value: Equatable, Sendable {
    case bytes([UInt8])
    case text(String)
    case number(UInt64)
    case boolean(Bool)
    /// A SHA-256 digest.
    case digest([UInt8])
  }

  public init(_ code: SUITParameterCode, _ value: Value) {
    self.code = code
    self.value = value
  }
}

extension CBORWriter {
  /// Writes commands, which ``suitSequence(_:)`` and its like enclose.
  @_lifetime(self: copy self)
  mutating func manifestCommands(_ commands: [ManifestCommand]) throws(EncodeError) {
    for command in commands {
      switch command {
      case .reported(let code, let policy): try suitCommand(code, policy)
      case .setComponentIndex(.one(let index)): try suitSetComponentIndex(Int(index))
      case .setComponentIndex(.list(let indices)): try suitSetComponentIndex(list: indices.span)
      case .setComponentIndex(.all): try suitSetComponentIndexToAll()
      case .parameters(let parameters, let overriding):
        try suitParameters(overriding: overriding) { (writer) throws(EncodeError) in
          for parameter in parameters.sorted(by: { $0.code.rawValue < $1.code.rawValue }) {
            try writer.manifestParameter(parameter)
          }
        }
      case .tryEach(let branches, let mayDoNothing):
        try suitTryEach { (writer) throws(EncodeError) in
          for branch in branches {
            try writer.suitSequence { (sequence) throws(EncodeError) in try sequence.manifestCommands(branch)
            }
          }
          if mayDoNothing { try writer.null() }
        }
      case .runSequence(let commands):
        try suitRunSequence { (sequence) throws(EncodeError) in try sequence.manifestCommands(commands) }
      }
    }
  }

  @_lifetime(self: copy self)
  private mutating func manifestParameter(_ parameter: ManifestParameter) throws(EncodeError) {
    if case .digest(let digest) = parameter.value {
      try suitImageDigest(.sha256, digest.span)
      return
    }
    try suitParameter(parameter.code)
    switch parameter.value {
    case .bytes(let bytes): try byteString(bytes.span)
    case .text(let text): try textString(Array(text.utf8).span)
    case .number(let number): try unsigned(number)
    case .boolean(let boolean): try self.boolean(boolean)
    case .digest: break
    }
  }
}
