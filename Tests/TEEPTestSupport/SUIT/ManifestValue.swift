public import TEEPCodec

/// A SUIT_Manifest with all that it holds, read by the codec's views and written by its writer.
public struct ManifestValue: Equatable {
  public let sequenceNumber: UInt64
  public private(set) var dependencies: [Dependency] = []
  /// Encoded identifiers.
  public private(set) var components: [[UInt8]] = []
  public private(set) var sharedSequence: [CommandValue]?
  public let referenceURI: [UInt8]?
  public let componentIdentifier: [UInt8]?
  public let setVersion: [UInt8]?
  /// Sections, CoSWID and text in the order of their keys.
  public private(set) var members: [Member] = []

  public struct Dependency: Equatable {
    public let index: Int
    public let prefix: [UInt8]?
  }

  public struct Member: Equatable {
    public let kind: SUITSeverableMember
    public let content: Content
  }

  public enum Content: Equatable {
    case commands([CommandValue])
    /// Of a CoSWID or a text.
    case encoded([UInt8])
    case severed(algorithm: COSEAlgorithm, digest: [UInt8])
  }

  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    let manifest = try SUITManifest(decoding: bytes, base: base)
    sequenceNumber = manifest.sequenceNumber
    referenceURI = copy(present: manifest.referenceURI)
    componentIdentifier = copy(present: manifest.componentIdentifier)
    setVersion = copy(present: try manifest.setVersion())
    let common = try manifest.common()
    for position in 0..<common.dependencyCount {
      let dependency = try common.dependency(at: position)
      dependencies.append(Dependency(index: dependency.index, prefix: copy(present: dependency.prefix)))
    }
    for index in 0..<common.componentCount {
      components.append(copy(try common.componentIdentifier(at: index)))
    }
    if var sequence = try common.sharedSequence() {
      sharedSequence = try CommandValue.commands(in: &sequence)
    }
    for key in UInt8(7)...24 {
      guard let kind = SUITSeverableMember.of(key: key) else { continue }
      if let content = try Self.content(of: kind, in: manifest) {
        members.append(Member(kind: kind, content: content))
      }
    }
  }

  private static func content(
    of kind: SUITSeverableMember, in manifest: borrowing SUITManifest
  ) throws(DecodeError) -> Content? {
    switch kind {
    case .sequence(let section):
      if var sequence = try manifest.sequence(section) {
        return .commands(try CommandValue.commands(in: &sequence))
      }
      return severed(try manifest.severedDigest(section))
    case .coswid:
      if let content = copy(present: try manifest.coswid()) { return .encoded(content) }
      return severed(try manifest.severedCoSWIDDigest())
    case .text:
      if let text = try manifest.text() { return .encoded(try TextValue(text).encode()) }
      return severed(try manifest.severedTextDigest())
    }
  }

  private static func severed(_ digest: SUITDigest?) -> Content? {
    guard let digest else { return nil }
    return .severed(algorithm: digest.algorithm, digest: copy(digest.bytes))
  }

  /// Writes the manifest.
  public func write(into writer: inout CBORWriter) throws(EncodeError) {
    try writer.suitManifest(
      sequenceNumber: sequenceNumber,
      common: { (map) throws(EncodeError) in try writeCommon(into: &map) },
      members: { (map) throws(EncodeError) in
        if let referenceURI { try map.suitReferenceURI(referenceURI.span) }
        if let componentIdentifier { try map.suitManifestComponentIdentifier(componentIdentifier.span) }
        if let setVersion { try map.suitSetVersion(setVersion.span) }
        for member in members { try Self.write(member, into: &map) }
      })
  }

  private func writeCommon(into map: inout CBORWriter) throws(EncodeError) {
    if !dependencies.isEmpty {
      try map.suitDependencies { (items) throws(EncodeError) in
        for dependency in dependencies {
          try items.suitDependency(index: dependency.index, prefix: dependency.prefix?.span)
        }
      }
    }
    if !components.isEmpty {
      try map.suitComponents { (items) throws(EncodeError) in
        for component in components { try items.raw(component.span) }
      }
    }
    if let sharedSequence {
      try map.suitSharedSequence { (sequence) throws(EncodeError) in try sharedSequence.write(into: &sequence)
      }
    }
  }

  private static func write(_ member: Member, into map: inout CBORWriter) throws(EncodeError) {
    switch member.content {
    case .commands(let commands):
      guard case .sequence(let section) = member.kind else { return }
      try map.suitSection(section) { (sequence) throws(EncodeError) in try commands.write(into: &sequence) }
    case .encoded(let content): try map.suitMember(member.kind, content.span)
    case .severed(let algorithm, let digest):
      try map.suitSeveredDigest(of: member.kind, algorithm, digest.span)
    }
  }
}

func copy(present span: Span<UInt8>?) -> [UInt8]? {
  guard let span else { return nil }
  return copy(span)
}
