import Crypto
import TEEPCodec
import TEEPHost

/// A SUIT_Envelope on its way to being published: unlike a ``SUITEnvelope`` it may have no signature yet.
public struct EnvelopeDocument: Sendable {
  enum Key {
    static let authenticationWrapper: UInt64 = 2
    static let manifest: UInt64 = 3
  }

  /// The encoded SUIT_Manifest.
  public let manifest: [UInt8]
  /// The encoded COSE structures that sign it.
  public internal(set) var blocks: [[UInt8]]
  /// The other members, severed elements and integrated payloads: each an encoded key and value.
  let members: [[UInt8]]

  init(manifest: [UInt8], blocks: [[UInt8]], members: [[UInt8]]) {
    self.manifest = manifest
    self.blocks = blocks
    self.members = members
  }

  /// The envelope of what is described, without signature.
  ///
  /// - Parameters:
  ///   - payload: the first component's payload; nil where the description names its file.
  ///   - encryptedFiles: gets the encrypted payloads that have to be put where their URIs say, by the paths to write.
  public init(
    _ description: ManifestDescription, payload: [UInt8]? = nil,
    encryptedFiles: (String, [UInt8]) throws -> Void = { _, _ in }
  ) throws {
    let draft = try ManifestDraft(description, payload: payload)
    manifest = draft.manifest
    blocks = []
    members = draft.envelopeMembers
    for file in draft.encryptedFiles { try encryptedFiles(file.path, file.content) }
  }

  /// The SHA-256 digest of the manifest with the head of its byte string, by which others name it.
  public var digest: [UInt8] {
    let wrapped = [UInt8](encoding: { (writer) throws(EncodeError) in try writer.byteString(manifest.span) })
    return Array(SHA256.hash(data: wrapped))
  }

  /// The encoded SUIT_Digest of the manifest with the head of its byte string: what signatures cover, as their
  /// detached payload (draft-ietf-suit-manifest-37, section 8.3).
  public var encodedDigest: [UInt8] {
    let digest = digest
    return [UInt8](encoding: { (writer) throws(EncodeError) in try writer.suitDigest(sha256: digest.span) })
  }

  /// The encoded envelope, without tag as TEEP's manifest-list wants it.
  public var encoded: [UInt8] {
    let digest = encodedDigest
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.suitEnvelope { (envelope) throws(EncodeError) in
        try envelope.suitAuthenticationWrapper(encodedDigest: digest.span) { (wrapper) throws(EncodeError) in
          for block in blocks { try wrapper.suitAuthenticationBlock(block.span) }
        }
        try envelope.suitEnvelopeManifest(manifest.span)
        for member in members { try envelope.raw(member.span) }
      }
    })
  }
}
