import Foundation
import TEEPCodec
import TEEPHost

/// What a manifest says of one that it depends on (draft-ietf-suit-trust-domains-11).
struct DependencyDraft {
  /// What the dependency is known by.
  let identifier: ComponentIdentifier
  /// The SHA-256 digest of its manifest.
  let digest: [UInt8]
  /// Bytes of its envelope.
  let envelopeSize: Int
  /// Where its envelope is found; nil where it is installed already.
  let uri: String?
  /// The sections that it has, which its dependent has to process.
  let sections: Set<SUITSection>
}

extension ManifestDraft {
  /// Takes what `dependency`'s envelope says; one that is integrated is named by its place in the list, if it has one.
  mutating func take(_ dependency: ManifestDescription.Dependency, at position: Int?) throws
    -> DependencyDraft
  {
    let bytes = try FileContents.read(dependency.envelope)
    let document = try EnvelopeDocument(bytes, file: dependency.envelope)
    guard !document.blocks.isEmpty else {
      throw FileError(dependency.envelope, "is not signed, so that no device will take it; sign it first")
    }
    do {
      let manifest = try SUITManifest(decoding: document.manifest.span)
      guard let identifier = manifest.componentIdentifier else {
        throw FileError(
          dependency.envelope, "has no manifest component identifier, so that nothing can depend on it")
      }
      return try DependencyDraft(
        identifier: ComponentIdentifier(decoding: identifier), digest: document.digest,
        envelopeSize: bytes.count,
        uri: place(dependency.source, bytes, name: "#dependency\(position.map(String.init) ?? "")"),
        sections: sections(of: manifest, document))
    } catch let error as DecodeError {
      throw FileError(dependency.envelope, ManifestError.malformed(error).description)
    }
  }

  /// Those that are in the manifest or were severed from it.
  private func sections(
    of manifest: borrowing SUITManifest, _ document: EnvelopeDocument
  ) throws(DecodeError) -> Set<SUITSection> {
    var sections: Set<SUITSection> = []
    for section in SUITSection.allCases {
      if try SUITManifest.has(section, in: manifest.bytes) { sections.insert(section) }
    }
    return sections
  }
}
