import Foundation
import TEEPCodec

/// Commands in a description: the name of a condition or directive, or that name and its argument.
///
/// ```yaml
/// - directive-set-component-index: 0          # or [0, 1], or true
/// - directive-override-parameters: {uri: "#app"}
/// - directive-fetch                           # or directive-fetch: 2, where 2 is the reporting policy
/// - directive-try-each: [[condition-abort], null]
/// - directive-run-sequence: [condition-image-match]
/// ```
extension ManifestCommand: Decodable {
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      let code = try Self.code(of: name, at: decoder.codingPath)
      self = try Self.reported(code, at: decoder.codingPath)
      return
    }
    let container = try decoder.container(keyedBy: AnyKey.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw Self.error(decoder.codingPath, "a command is one name, and behind ':' its argument")
    }
    let code = try Self.code(of: key.stringValue, at: decoder.codingPath)
    switch code {
    case .directiveSetComponentIndex:
      self = .setComponentIndex(try container.decode(ComponentSelection.self, forKey: key))
    case .directiveSetParameters, .directiveOverrideParameters:
      let parameters = try container.decode(ManifestParameters.self, forKey: key)
      self = .parameters(parameters.parameters, overriding: code == .directiveOverrideParameters)
    case .directiveTryEach:
      let branches = try container.decode([[ManifestCommand]?].self, forKey: key)
      let sequences = branches.compactMap { $0 }
      guard branches.count >= 2, branches.dropLast().allSatisfy({ $0 != nil }) else {
        throw Self.error(
          decoder.codingPath + [key], "give at least two branches, of which the last may be null")
      }
      self = .tryEach(sequences, mayDoNothing: sequences.count < branches.count)
    case .directiveRunSequence:
      self = .runSequence(try container.decode([ManifestCommand].self, forKey: key))
    default:
      self = .reported(
        code, SUITReportingPolicy(rawValue: UInt64(try container.decode(UInt8.self, forKey: key))))
    }
  }

  /// The command that is called `name`, if it is one that devices know.
  private static func code(of name: String, at path: [any CodingKey]) throws -> SUITCommandCode {
    guard let code = SUITCommandCode(specificationName: name) else {
      throw error(path, "there is no command '\(name)'; there are \(SUITCommandCode.specificationNames)")
    }
    return code
  }

  private static func reported(_ code: SUITCommandCode, at path: [any CodingKey]) throws -> ManifestCommand {
    switch code {
    case .directiveSetComponentIndex, .directiveSetParameters, .directiveOverrideParameters,
      .directiveTryEach,
      .directiveRunSequence:
      throw error(path, "the command '\(code.specificationName)' needs its argument behind ':'")
    default: return .reported(code)
    }
  }

  private static func error(_ path: [any CodingKey], _ sentence: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: sentence))
  }
}

extension ManifestCommand.ComponentSelection: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let index = try? container.decode(UInt16.self) {
      self = .one(index)
    } else if (try? container.decode(Bool.self)) == true {
      self = .all
    } else if let indices = try? container.decode([UInt16].self), !indices.isEmpty {
      self = .list(indices)
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "give the index of a component, a list of them, or true for all")
    }
  }
}
