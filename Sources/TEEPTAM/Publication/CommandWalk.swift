import TEEPCodec

/// Goes through the commands of a manifest for the parameters that they set (draft-ietf-suit-manifest-37, section
/// 8.4.8 to 8.4.10). Nothing is executed: of alternatives all are seen.
struct CommandWalk {
  /// Levels of sequences within sequences.
  private static let maximumDepth = 4

  private(set) var components: [ComponentFacts]
  /// The components that parameters are set for at present.
  private var selected: [Int] = [0]

  init(_ components: [ComponentFacts]) { self.components = components }

  /// Goes through one section, which begins with the first component selected.
  mutating func visit(_ sequence: consuming SUITCommandSequence) throws(DecodeError) {
    selected = [0]
    try visit(sequence, depth: 0)
  }

  private mutating func visit(
    _ sequence: consuming SUITCommandSequence, depth: Int
  ) throws(DecodeError) {
    var commands = sequence
    while let command = try commands.next() {
      switch command.code {
      case .directiveSetComponentIndex: try select(command.argument)
      case .directiveSetParameters, .directiveOverrideParameters: try note(command.argument)
      case .directiveRunSequence: try nested(command.argument, depth: depth)
      case .directiveTryEach:
        var alternatives = command.argument
        for _ in 0..<(try alternatives.array()) {
          if try alternatives.optionalNull() { continue }
          let range = try alternatives.skip()
          try nested(alternatives.nested(range), depth: depth)
        }
      default: break
      }
    }
  }

  /// An index, all components, or a list of indices (section 8.4.10.1). One beyond the list is a dependency's.
  private mutating func select(_ argument: consuming CBORReader) throws(DecodeError) {
    var reader = argument
    switch try reader.peek() {
    case .unsigned: selected = [Int(clamping: try reader.unsigned())]
    case .array:
      selected = []
      for _ in 0..<(try reader.array()) { selected.append(Int(clamping: try reader.unsigned())) }
    default: selected = try reader.boolean() ? Array(components.indices) : []
    }
    selected.removeAll { !components.indices.contains($0) }
  }

  private mutating func note(_ argument: consuming CBORReader) throws(DecodeError) {
    let reader = argument
    var parameters = try SUITParameters(reader)
    while let (code, range) = try parameters.next() {
      guard let code = SUITParameterCode(rawValue: code) else { continue }
      for index in selected { try components[index].note(code, reader.nested(range)) }
    }
  }

  /// A byte string that holds a sequence.
  private mutating func nested(_ argument: consuming CBORReader, depth: Int) throws(DecodeError) {
    var reader = argument
    guard depth < Self.maximumDepth else { throw reader.error(.nestedTooDeeply) }
    let range = try reader.byteStringRange()
    try visit(SUITCommandSequence(reader.nested(range)), depth: depth + 1)
  }
}
