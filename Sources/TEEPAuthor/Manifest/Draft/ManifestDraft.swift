import Crypto
import Foundation
import TEEPCodec
import TEEPHost

/// A manifest as commands, not yet encoded, with what its envelope carries beside it.
struct ManifestDraft {
  let sequenceNumber: UInt64
  let manifestComponent: ComponentIdentifier?
  let referenceURI: String?
  let severed: [SeveredMember]
  let text: [UInt8]?
  var components: [ComponentIdentifier] = []
  var dependencies: [DependencyDraft] = []
  var shared: [ManifestCommand] = []
  var sections: [SUITSection: [ManifestCommand]] = [:]
  /// What the envelope carries under text keys.
  var integrated: [(uri: String, content: [UInt8])] = []
  /// Encrypted payloads that have to be put where their URIs say, by the path they are to be written to.
  var encryptedFiles: [(path: String, content: [UInt8])] = []

  /// What is known of one component's payload.
  struct ComponentPayload {
    let index: Int
    let payload: ManifestDescription.Payload
    let content: [UInt8]
    let encrypted: EncryptedPayload?
    /// The index of the component that holds the encrypted payload.
    let staging: Int?
    /// The URI in the manifest; nil where the payload is in the manifest itself.
    let uri: String?
  }

  /// - Parameter payload: what the first component's payload is; nil where the description names its file.
  init(_ description: ManifestDescription, payload: [UInt8]?) throws {
    sequenceNumber = description.sequenceNumber
    manifestComponent = description.manifestComponent
    referenceURI = description.referenceURI
    severed = description.severed
    text = description.text?.encoded
    components = description.components.map(\.identifier)

    var payloads: [ComponentPayload] = []
    for (index, component) in description.components.enumerated() {
      guard let described = component.payload else { continue }
      let content = try (index == 0 ? payload : nil) ?? Self.content(of: component)
      try payloads.append(take(described, content, of: index))
    }
    for dependency in description.dependencies {
      try dependencies.append(
        take(dependency, at: description.dependencies.count == 1 ? nil : dependencies.count))
    }
    try makeSequences(description, payloads)
    if let written = description.sequences.shared { shared = written }
    sections.merge(description.sequences.sections) { _, written in written }
    sections = sections.filter { !$0.value.isEmpty }
    for member in severed {
      guard case .sequence(let section) = member.member, sections[section] == nil else { continue }
      throw ManifestError.nothingToSever(section.specificationName)
    }
    if text == nil, severed.contains(where: { $0.member == .text }) {
      throw ManifestError.nothingToSever("text")
    }
  }

  private static func content(of component: ManifestDescription.Component) throws -> [UInt8] {
    guard let file = component.payload?.file else {
      throw ManifestError.noPayload(component.identifier.description)
    }
    return try FileContents.read(file)
  }

  /// Encrypts a payload where it is to be, and puts it where devices will find it.
  private mutating func take(
    _ described: ManifestDescription.Payload, _ content: [UInt8], of index: Int
  ) throws -> ComponentPayload {
    let encrypted = try described.encryption.map {
      try EncryptedPayload(content, for: $0.recipient, with: $0.algorithm)
    }
    var staging: Int?
    if let identifier = described.encryption?.staging {
      staging = components.firstIndex(of: identifier) ?? components.count
      if staging == components.count { components.append(identifier) }
    }
    let carried = encrypted?.ciphertext ?? content
    let uri = place(described.source, carried, name: index == 0 ? "#tc" : "#tc\(index)")
    if let encrypted, case .uri = described.source {
      guard let file = described.encryption?.file else { throw ManifestError.noEncryptedFile }
      encryptedFiles.append((file, encrypted.ciphertext))
    }
    return ComponentPayload(
      index: index, payload: described, content: content, encrypted: encrypted, staging: staging, uri: uri)
  }

  /// The URI that finds `content`, which becomes a member of the envelope where it is integrated.
  mutating func place(_ source: ManifestDescription.Source, _ content: [UInt8], name: String) -> String? {
    switch source {
    case .content, .installed: return nil
    case .uri(let template):
      return template.replacingOccurrences(
        of: ManifestDescription.digestPlaceholder, with: Array(SHA256.hash(data: content)).hexadecimalDigits)
    case .integrated(let key):
      let uri = key ?? name
      integrated.append((uri, content))
      return uri
    }
  }
}
