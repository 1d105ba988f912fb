public import TEEPCodec

/// A manifest of any shape, put together from commands.
public struct TestManifest {
  public var sequenceNumber: UInt64 = 1
  /// Names of the components; an encoded identifier has the name as its one segment.
  public var components: [String] = []
  /// Names of the manifests that it depends on, whose indices follow those of the components.
  public var dependencies: [String] = []
  public var name = ""
  public var shared: [Command] = []
  public var sections: [SUITSection: [Command]] = [:]
  public var integrated: [String: [UInt8]] = [:]
  /// Encoded identifiers of the components, where ``components`` cannot name them.
  public var encodedComponents: [[UInt8]]?
  /// Its own encoded identifier, where ``name`` cannot name it.
  public var encodedName: [UInt8]?
  /// What the components hold once they are installed, in their order, for whoever compares.
  public var contents: [[UInt8]] = []
  /// What a broker has to fetch for it, by URI.
  public var payloads: [String: [UInt8]] = [:]

  public init() {}

  public struct Command: Sendable {
    let bytes: [UInt8]

    /// A command by its number.
    public init(rawCode: UInt64, _ argument: [UInt8]) { bytes = .unsigned(rawCode) + argument }

    public init(_ code: SUITCommandCode, _ argument: [UInt8]) {
      self.init(rawCode: UInt64(code.rawValue), argument)
    }

    /// A condition or directive whose argument is a reporting policy.
    public init(_ code: SUITCommandCode) { self.init(code, [15]) }

    public static func select(_ index: UInt64) -> Command {
      Command(.directiveSetComponentIndex, .unsigned(index))
    }

    public static func set(_ parameters: [(SUITParameterCode, [UInt8])]) -> Command {
      let content = parameters.sorted { $0.0.rawValue < $1.0.rawValue }
      return Command(
        .directiveOverrideParameters,
        .map(content.map { (UInt64($0.0.rawValue), $0.1) }))
    }

    public static func run(_ commands: [Command]) -> Command {
      Command(.directiveRunSequence, .sequence(commands))
    }
  }

  public static func identifier(_ name: String) -> [UInt8] { .array([.byteString(Array(name.utf8))]) }

  /// The digest of parameter 3 for what is installed or for a manifest with the head of its byte string.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    .byteString(.array([[0x2F], .byteString(bytes.sha256)]))
  }

  /// Encoded identifiers.
  public var componentIdentifiers: [[UInt8]] { encodedComponents ?? components.map(Self.identifier) }

  public var manifest: [UInt8] {
    var common: [(UInt64, [UInt8])] = [(2, .array(componentIdentifiers))]
    if !dependencies.isEmpty {
      let entries = dependencies.indices.map {
        (UInt64(componentIdentifiers.count + $0), [UInt8].map([(1, Self.identifier(dependencies[$0]))]))
      }
      common.insert((1, .map(entries)), at: 0)
    }
    if !shared.isEmpty { common.append((4, .sequence(shared))) }
    var members: [(UInt64, [UInt8])] = [
      (1, .unsigned(1)), (2, .unsigned(sequenceNumber)), (3, .byteString(.map(common))),
    ]
    if let own = encodedName ?? (name.isEmpty ? nil : Self.identifier(name)) { members.append((5, own)) }
    for (section, commands) in sections.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      members.append((UInt64(section.rawValue), .sequence(commands)))
    }
    return .map(members)
  }

  /// Parameter 3 of its dependents.
  public var digest: [UInt8] { Self.digest(of: .byteString(manifest)) }

  /// The envelope with a signature of `key`.
  public func signed(by key: some TestSigner) throws -> [UInt8] {
    let wrapped = [UInt8].byteString(manifest)
    let digest = [UInt8].array([[0x2F], .byteString(wrapped.sha256)])
    let protected = [UInt8](COSESign1Frame(key.algorithm).protected)
    let signature = try key.signature(
      of: SignatureStructure(sign1Protected: protected.span, payload: digest.span))
    let block = [0xD2] + [UInt8].array([.byteString(protected), [0xA0], [0xF6], .byteString(signature)])
    let payloads = integrated.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
    let count = 2 + payloads.count
    return [0xA0 | UInt8(count), 2] + .byteString(.array([.byteString(digest), .byteString(block)])) + [3]
      + wrapped + payloads.flatMap { [UInt8].textString($0.key) + .byteString($0.value) }
  }
}
