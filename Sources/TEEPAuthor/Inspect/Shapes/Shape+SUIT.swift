import TEEPCodec

/// draft-ietf-suit-manifest-37 and draft-ietf-suit-trust-domains-11.
extension Shape {
  static let digest = array("SUIT_Digest", [Member("algorithm", coseAlgorithm), Member("digest")])

  private static let wrappedCommands = wrapped(commands)
  private static let section = either(bytes: wrappedCommands, array: digest)

  static let envelope = map(
    "SUIT_Envelope",
    [
      1: Member("delegation"),
      2: Member(
        "authentication-wrapper",
        wrapped(
          array(
            nil, [Member("digest", wrapped(digest))],
            rest: wrapped(cose(.any, untagged: coseSign1(.any)))))),
      3: Member("manifest", wrapped(deferred { manifest })),
      14: Member("coswid"), 15: Member("dependency-resolution", wrappedCommands),
      16: Member("payload-fetch", wrappedCommands), 18: Member("candidate-verification", wrappedCommands),
      20: Member("install", wrappedCommands), 23: Member("text", wrapped(text)),
    ], text: maybeWrapped)

  static let manifest = map(
    "SUIT_Manifest",
    [
      1: Member("manifest-version"), 2: Member("manifest-sequence-number"),
      3: Member("common", wrapped(common)), 4: Member("reference-uri"),
      5: Member("manifest-component-id", componentIdentifier), 6: Member("set-version"),
      7: Member("validate", section), 8: Member("load", section), 9: Member("invoke", section),
      14: Member("coswid", either(array: digest)), 15: Member("dependency-resolution", section),
      16: Member("payload-fetch", section), 18: Member("candidate-verification", section),
      20: Member("install", section), 23: Member("text", either(bytes: wrapped(text), array: digest)),
      24: Member("uninstall", section),
    ])

  private static let common = map(
    "SUIT_Common",
    [
      1: Member("dependencies", eachMember(map(nil, [1: Member("prefix", componentIdentifier)]))),
      2: Member("components", list(componentIdentifier)), 4: Member("shared-sequence", wrappedCommands),
    ])

  /// By language tag, then by text label or component (section 8.4.4).
  private static let text = map(nil, [:], text: map(nil, [1: Member("description"), 2: Member("update")]))

  /// A map whose keys are indices.
  private static func eachMember(_ shape: Shape) -> Shape {
    let places = (0..<16).map { (Int64($0), Member("index", shape)) }
    return map(nil, Dictionary(uniqueKeysWithValues: places))
  }

  static let parameters = map(nil, parameterMembers)

  private static let parameterMembers: [Int64: Member] = Dictionary(
    uniqueKeysWithValues: SUITParameterCode.allCases.map { (Int64($0.rawValue), parameter($0)) })

  private static func parameter(_ code: SUITParameterCode) -> Member {
    let shape: Shape =
      switch code {
      case .imageDigest: wrapped(digest)
      case .encryptionInfo: wrapped(cose(.any, untagged: coseEncrypt))
      default: .any
      }
    return Member(code.specificationName, shape)
  }

  /// The map of tc-list and of reports: a component and its parameters (draft-ietf-suit-report-18, section 4).
  static let systemPropertyClaims = map(
    "system-property-claims",
    parameterMembers.merging([0: Member("component-id", componentIdentifier)]) { $1 })

  /// What a command's argument means, and its name.
  static func command(_ code: Int64) -> Member? {
    guard let known = Int32(exactly: code).flatMap(SUITCommandCode.init(rawValue:)) else { return nil }
    let shape: Shape =
      switch known {
      case .directiveSetParameters, .directiveOverrideParameters: parameters
      case .directiveTryEach: list(either(bytes: wrappedCommands))
      case .directiveRunSequence: wrappedCommands
      default: .any
      }
    return Member(known.specificationName, shape)
  }
}
