import Crypto
import TEEPCodec
import TEEPHost

/// The encoded manifest, and the members that its envelope carries (draft-ietf-suit-manifest-37, section 8).
extension ManifestDraft {
  /// The encoded SUIT_Manifest.
  var manifest: [UInt8] {
    let members = members
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.suitManifest(
        sequenceNumber: sequenceNumber,
        common: { (common) throws(EncodeError) in try writeCommon(to: &common) },
        members: { (writer) throws(EncodeError) in
          if let referenceURI { try writer.suitReferenceURI(Array(referenceURI.utf8).span) }
          if let manifestComponent {
            try writer.suitManifestComponentIdentifier(manifestComponent.encoded.span)
          }
          for member in members {
            if severed.contains(member.member) {
              let digest = Array(SHA256.hash(data: member.wrapped))
              try writer.suitSeveredDigest(of: member.member.member, .sha256, digest.span)
            } else {
              try writer.raw(member.encoded.span)
            }
          }
        })
    })
  }

  /// The members of the envelope beside the manifest, each an encoded key and value, in the order of their keys.
  var envelopeMembers: [[UInt8]] {
    let severed = members.filter { self.severed.contains($0.member) }.map(\.encoded)
    let integrated = integrated.map { payload in
      [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.suitIntegratedPayload(uri: Array(payload.uri.utf8).span, payload.content.span)
      })
    }
    return severed + integrated.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// A section or the text, as the value of its key: a byte string with its head, of which a severed digest is made.
  private struct Member {
    let member: SeveredMember
    let wrapped: [UInt8]

    /// Key and value, the same in the manifest and, severed, in the envelope.
    var encoded: [UInt8] {
      [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.unsigned(UInt64(member.member.key))
        try writer.raw(wrapped.span)
      })
    }
  }

  /// Sections and text in the order of their keys.
  private var members: [Member] {
    var members = sections.map { section, commands in
      Member(
        member: SeveredMember(.sequence(section)),
        wrapped: [UInt8](encoding: { (writer) throws(EncodeError) in
          try writer.suitSequence { (sequence) throws(EncodeError) in try sequence.manifestCommands(commands)
          }
        }))
    }
    if let text {
      members.append(
        Member(
          member: SeveredMember(.text),
          wrapped: [UInt8](encoding: { (writer) throws(EncodeError) in try writer.byteString(text.span) })))
    }
    return members.sorted { $0.member.key < $1.member.key }
  }

  private func writeCommon(to common: inout CBORWriter) throws(EncodeError) {
    if !dependencies.isEmpty {
      try common.suitDependencies { (writer) throws(EncodeError) in
        for (position, dependency) in dependencies.enumerated() {
          try writer.suitDependency(
            index: components.count + position, prefix: dependency.identifier.encoded.span)
        }
      }
    }
    try common.suitComponents { (writer) throws(EncodeError) in
      for component in components { try writer.raw(component.encoded.span) }
    }
    if !shared.isEmpty {
      try common.suitSharedSequence { (writer) throws(EncodeError) in try writer.manifestCommands(shared) }
    }
  }
}
