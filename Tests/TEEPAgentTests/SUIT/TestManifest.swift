import TEEPCodec
import TEEPTestSupport

@testable import TEEPAgent

/// A manifest of any shape, put together from commands.
struct TestManifest {
  var sequenceNumber: UInt64 = 1
  /// Names of the components; an encoded identifier has the name as its one segment.
  var components: [String] = []
  /// Names of the manifests that it depends on, whose indices follow those of the components.
  var dependencies: [String] = []
  var name = ""
  var shared: [Command] = []
  var sections: [SUITSection: [Command]] = [:]
  var integrated: [String: [UInt8]] = [:]

  struct Command {
    let bytes: [UInt8]

    init(_ code: SUITCommandCode, _ argument: [UInt8]) {
      bytes = item { (cbor) throws(EncodeError) in try cbor.integer(Int64(code.rawValue)) } + argument
    }

    /// A condition or directive whose argument is a reporting policy.
    init(_ code: SUITCommandCode) { self.init(code, [15]) }

    static func select(_ index: UInt64) -> Command { Command(.directiveSetComponentIndex, .unsigned(index)) }

    static func set(_ parameters: [(SUITParameterCode, [UInt8])]) -> Command {
      let content = parameters.sorted { $0.0.rawValue < $1.0.rawValue }
      return Command(
        .directiveOverrideParameters,
        .map(content.map { (UInt64($0.0.rawValue), $0.1) }))
    }

    static func run(_ commands: [Command]) -> Command { Command(.directiveRunSequence, .sequence(commands)) }
  }

  static func identifier(_ name: String) -> [UInt8] { .array([.byteString(Array(name.utf8))]) }

  /// The digest of parameter 3 for what is installed or for a manifest with the head of its byte string.
  static func digest(of bytes: [UInt8]) -> [UInt8] {
    .byteString(.array([[0x2F], .byteString(TestEnvelope.sha256(bytes))]))
  }

  var manifest: [UInt8] {
    var common: [(UInt64, [UInt8])] = [(2, .array(components.map(Self.identifier)))]
    if !dependencies.isEmpty {
      let entries = dependencies.indices.map {
        (UInt64(components.count + $0), [UInt8].map([(1, Self.identifier(dependencies[$0]))]))
      }
      common.insert((1, .map(entries)), at: 0)
    }
    if !shared.isEmpty { common.append((4, .sequence(shared))) }
    var members: [(UInt64, [UInt8])] = [
      (1, .unsigned(1)), (2, .unsigned(sequenceNumber)), (3, .byteString(.map(common))),
    ]
    if !name.isEmpty { members.append((5, Self.identifier(name))) }
    for (section, commands) in sections.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      members.append((UInt64(section.rawValue), .sequence(commands)))
    }
    return .map(members)
  }

  /// Parameter 3 of its dependents.
  var digest: [UInt8] { Self.digest(of: .byteString(manifest)) }

  /// The envelope with a signature of `key`.
  func signed(by key: TestKey) throws -> [UInt8] {
    let wrapped = [UInt8].byteString(manifest)
    let digest = [UInt8].array([[0x2F], .byteString(TestEnvelope.sha256(wrapped))])
    let protected = [UInt8](copying: COSESign1Frame(key.algorithm).protected)
    let signature = try key.signature(
      of: SignatureStructure(sign1Protected: protected.span, payload: digest.span))
    let block = [0xD2] + [UInt8].array([.byteString(protected), [0xA0], [0xF6], .byteString(signature)])
    let payloads = integrated.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
    let count = 2 + payloads.count
    return [0xA0 | UInt8(count), 2] + .byteString(.array([.byteString(digest), .byteString(block)])) + [3]
      + wrapped + payloads.flatMap { [UInt8].textString($0.key) + .byteString($0.value) }
  }
}

private func item(_ body: (inout CBORWriter) throws(EncodeError) -> Void) -> [UInt8] {
  do throws(EncodeError) { return try encoded(body) } catch { preconditionFailure("64 KiB are enough") }
}

extension [UInt8] {
  static func unsigned(_ value: UInt64) -> [UInt8] {
    item { (cbor) throws(EncodeError) in try cbor.unsigned(value) }
  }

  static func byteString(_ content: [UInt8]) -> [UInt8] {
    item { (cbor) throws(EncodeError) in try cbor.byteString(content.span) }
  }

  static func textString(_ text: String) -> [UInt8] {
    item { (cbor) throws(EncodeError) in try cbor.textString(Array(text.utf8).span) }
  }

  static func array(_ items: [[UInt8]]) -> [UInt8] {
    item { (cbor) throws(EncodeError) in try cbor.array(items.count) } + items.flatMap { $0 }
  }

  static func map(_ entries: [(UInt64, [UInt8])]) -> [UInt8] {
    item { (cbor) throws(EncodeError) in try cbor.map(entries.count) }
      + entries.flatMap { unsigned($0.0) + $0.1 }
  }

  /// A command sequence in its byte string.
  static func sequence(_ commands: [TestManifest.Command]) -> [UInt8] {
    let head = item { (cbor) throws(EncodeError) in try cbor.array(2 * commands.count) }
    return byteString(head + commands.flatMap(\.bytes))
  }
}
