import Crypto
import TEEPCodec
import TEEPHost

/// What the TAM has to know of an envelope to publish it. Its signatures are for the devices to check, which have the
/// trust anchors; what is signed must be what the envelope holds.
struct EnvelopeFacts: Equatable, Sendable {
  /// Components of one manifest beyond which it is refused.
  static let maximumComponents = 64

  /// The manifest component identifier.
  let identifier: ComponentIdentifier
  let sequenceNumber: UInt64
  /// The digest of the manifest.
  let sha256: [UInt8]
  let components: [ComponentFacts]
  /// Which of the components' URIs are keys of the envelope, so that their payload is in it.
  let integratedKeys: Set<String>

  init(checking envelope: [UInt8]) throws {
    do {
      try self.init(reading: envelope.span)
    } catch let error as DecodeError {
      throw AdminError(
        .invalid, "the envelope cannot be read: \(error); make it with 'teep manifest create' and sign it")
    }
  }

  private init(reading bytes: Span<UInt8>) throws {
    let envelope = try SUITEnvelope(decoding: bytes)
    let digest = try envelope.digest
    guard digest.algorithm == .sha256 else {
      throw AdminError(
        .invalid, "the envelope's digest is not of SHA-256; sign the manifest with 'teep manifest sign'")
    }
    sha256 = [UInt8](copying: digest.bytes)
    guard SHA256(of: envelope.wrappedManifest) == sha256 else {
      throw AdminError(
        .invalid, "the envelope's digest is not that of its manifest; sign the manifest again")
    }
    let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
    sequenceNumber = manifest.sequenceNumber
    identifier = try ComponentIdentifier(decoding: manifest.identifier())
    let common = try manifest.common()
    guard (1...Self.maximumComponents).contains(common.componentCount) else {
      throw AdminError(
        .invalid,
        "the manifest has \(common.componentCount) components; give it 1 to \(Self.maximumComponents)")
    }
    var identifiers: [ComponentFacts] = []
    for index in 0..<common.componentCount {
      let encoded = try common.componentIdentifier(at: index)
      try identifiers.append(ComponentFacts(ComponentIdentifier(decoding: encoded)))
    }
    var walk = CommandWalk(identifiers)
    if let shared = try common.sharedSequence() { try walk.visit(shared) }
    for section in [
      SUITSection.dependencyResolution, .payloadFetch, .candidateVerification, .install, .validate,
    ] {
      try Self.visit(section, of: manifest, in: envelope, by: &walk)
    }
    components = walk.components
    integratedKeys = try Self.checkIntegrated(components, in: envelope)
  }

  /// Goes through a section, be it in the manifest or severed from it.
  private static func visit(
    _ section: SUITSection, of manifest: borrowing SUITManifest, in envelope: borrowing SUITEnvelope,
    by walk: inout CommandWalk
  ) throws {
    if let sequence = try manifest.sequence(section) { return try walk.visit(sequence) }
    guard let digest = try manifest.severedDigest(section) else { return }
    // A severed section that the envelope does not carry is found at the manifest's reference URI.
    guard var severed = try envelope.severedSection(section) else { return }
    guard SHA256(of: severed.bytes) == [UInt8](copying: digest.bytes) else {
      throw AdminError(
        .invalid,
        "the envelope's severed section \(section.rawValue) is not the one that its manifest has the digest of; "
          + "make the envelope again")
    }
    let range = try severed.byteStringRange()
    try walk.visit(SUITCommandSequence(severed.nested(range)))
  }

  /// An integrated payload has the digest and size that the manifest gives, unless it is encrypted. Gives the keys of
  /// those that there are.
  private static func checkIntegrated(
    _ components: [ComponentFacts], in envelope: borrowing SUITEnvelope
  ) throws -> Set<String> {
    var keys: Set<String> = []
    for component in components {
      for uri in component.uris {
        let key = Array(uri.utf8)
        guard let payload = try envelope.integratedPayload(uri: key.span) else { continue }
        keys.insert(uri)
        guard component.matches(sha256: SHA256(of: payload), size: payload.count) else {
          throw AdminError(
            .invalid,
            "the envelope's payload '\(uri)' has not the digest and size that its manifest gives for the component "
              + "\(component.identifier); make the envelope again")
        }
      }
    }
    return keys
  }
}

/// The SHA-256 of a span.
func SHA256(of span: Span<UInt8>) -> [UInt8] { Array(Crypto.SHA256.hash(data: [UInt8](copying: span))) }
