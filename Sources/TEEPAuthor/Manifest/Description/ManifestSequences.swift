public import TEEPCodec

/// Command sequences that an author writes by hand, by the names of their sections.
public struct ManifestSequences: Equatable, Sendable {
  /// The commands before those of each section.
  public let shared: [ManifestCommand]?
  public let sections: [SUITSection: [ManifestCommand]]

  public init(shared: [ManifestCommand]? = nil, sections: [SUITSection: [ManifestCommand]] = [:]) {
    self.shared = shared
    self.sections = sections
  }
}

extension ManifestSequences: Decodable {
  private static let sharedName = "shared-sequence"

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    var shared: [ManifestCommand]?
    var sections: [SUITSection: [ManifestCommand]] = [:]
    for key in container.allKeys {
      let commands = try container.decode([ManifestCommand].self, forKey: key)
      if key.stringValue == Self.sharedName {
        shared = commands
      } else if let section = SUITSection(specificationName: key.stringValue) {
        sections[section] = commands
      } else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "there is no such sequence; there are \(Self.sharedName), "
            + SUITSection.specificationNames)
      }
    }
    self.init(shared: shared, sections: sections)
  }
}

/// A member that goes from the manifest into the envelope, with only its digest left behind.
public struct SeveredMember: Hashable, Sendable {
  public let key: UInt8
  let member: SUITSeverableMember

  static let all: [String: SUITSeverableMember] = Dictionary(
    uniqueKeysWithValues: SUITSection.allCases.map { ($0.specificationName, .sequence($0)) } + [
      ("text", .text)
    ]
  ).filter(\.value.isSeverable)

  init(_ member: SUITSeverableMember) {
    self.member = member
    key = member.key
  }

  public static func == (left: SeveredMember, right: SeveredMember) -> Bool { left.key == right.key }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension SeveredMember: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let member = Self.all[name] else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "'\(name)' cannot be severed; what can is \(Self.all.keys.sorted().joined(separator: ", "))")
    }
    self.init(member)
  }
}
