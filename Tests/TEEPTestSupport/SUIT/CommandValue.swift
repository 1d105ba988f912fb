public import TEEPCodec

/// A command of a SUIT_Command_Sequence with all that it holds, read by the codec's views and written by its writer.
public indirect enum CommandValue: Equatable {
  case parameters(overriding: Bool, [Parameter])
  /// nil is the branch in which nothing is done.
  case tryEach([[CommandValue]?])
  case runSequence([CommandValue])
  /// Any other, with its encoded argument.
  case other(code: Int32, argument: [UInt8])

  public struct Parameter: Equatable {
    public let code: Int32
    public let encodedValue: [UInt8]
  }

  /// Sequences in sequences that are read; deeper ones stay encoded.
  private static let maximumNesting = 8

  /// Reads the commands that are left in `sequence`.
  public static func commands(
    in sequence: inout SUITCommandSequence, nesting: Int = 0
  ) throws(DecodeError) -> [CommandValue] {
    var commands: [CommandValue] = []
    while let command = try sequence.next() { commands.append(try CommandValue(command, nesting: nesting)) }
    return commands
  }

  private init(_ command: borrowing SUITCommand, nesting: Int) throws(DecodeError) {
    let argument = command.argument
    switch command.code {
    case .directiveOverrideParameters, .directiveSetParameters:
      var parameters = try SUITParameters(argument)
      var values: [Parameter] = []
      while let (code, range) = try parameters.next() {
        values.append(
          Parameter(code: code, encodedValue: copy(argument.bytes.extracting(range.start..<range.end))))
      }
      self = .parameters(overriding: command.code == .directiveOverrideParameters, values)
    case .directiveTryEach where nesting < Self.maximumNesting:
      var alternatives = try SUITAlternatives(argument)
      var branches: [[CommandValue]?] = []
      while let branch = try alternatives.next() {
        switch branch {
        case .nothing: branches.append(nil)
        case .sequence(let range):
          var sequence = try SUITCommandSequence(argument.nested(range))
          branches.append(try Self.commands(in: &sequence, nesting: nesting + 1))
        }
      }
      self = .tryEach(branches)
    case .directiveRunSequence where nesting < Self.maximumNesting:
      var reader = argument
      var sequence = try SUITCommandSequence(argument.nested(try reader.byteStringRange()))
      self = .runSequence(try Self.commands(in: &sequence, nesting: nesting + 1))
    default: self = .other(code: command.rawCode, argument: copy(argument.bytes))
    }
  }

  /// Writes the command.
  public func write(into writer: inout CBORWriter) throws(EncodeError) {
    switch self {
    case .parameters(let overriding, let parameters):
      try writer.suitParameters(overriding: overriding) { (map) throws(EncodeError) in
        for parameter in parameters {
          if let known = SUITParameterCode(rawValue: parameter.code) {
            try map.suitParameter(known)
          } else {
            try map.integer(Int64(parameter.code))
          }
          try map.raw(parameter.encodedValue.span)
        }
      }
    case .tryEach(let branches):
      try writer.suitTryEach { (items) throws(EncodeError) in
        for branch in branches {
          guard let branch else {
            try items.null()
            continue
          }
          try items.suitSequence { (sequence) throws(EncodeError) in try branch.write(into: &sequence) }
        }
      }
    case .runSequence(let commands):
      try writer.suitRunSequence { (sequence) throws(EncodeError) in try commands.write(into: &sequence) }
    case .other(let code, let argument): try writer.suitCommand(code: code, argument: argument.span)
    }
  }
}

extension [CommandValue] {
  /// Writes the commands one after the other.
  public func write(into writer: inout CBORWriter) throws(EncodeError) {
    for command in self { try command.write(into: &writer) }
  }

  /// All commands, those of sequences in sequences too.
  public var flattened: [CommandValue] {
    flatMap { command in
      switch command {
      case .tryEach(let branches): [command] + branches.flatMap { ($0 ?? []).flattened }
      case .runSequence(let commands): [command] + commands.flattened
      case .parameters, .other: [command]
      }
    }
  }
}

func copy(_ span: Span<UInt8>) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(span.count)
  for index in span.indices { bytes.append(span[index]) }
  return bytes
}
