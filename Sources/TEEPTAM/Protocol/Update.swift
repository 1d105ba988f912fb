import TEEPCodec
import TEEPHost

/// An Update (draft-ietf-teep-protocol-26, section 4.4).
struct Update {
  /// Absent where no answer is expected.
  var token: [UInt8]?
  /// Manifests to be removed, by manifest component identifier.
  var unneeded: [ComponentIdentifier] = []
  /// Envelopes, in the order in which they are to be processed.
  var manifests: [[UInt8]] = []
  /// Why the QueryResponse was not acceptable.
  var failure: Failure?

  struct Failure {
    let code: TEEPErrorCode
    /// 1 to 128 bytes.
    let message: StaticString
  }

  /// The encoded message.
  func encoded(in dialect: Dialect) -> [UInt8] {
    [UInt8](message: .update, in: dialect) { (writer) throws(EncodeError) in
      if !manifests.isEmpty {
        try writer.list(.manifestList, count: manifests.count) { (list) throws(EncodeError) in
          for manifest in manifests { try list.byteString(manifest.span) }
        }
      }
      if let failure { try writer.textString(.errMsg, failure.message) }
      if !unneeded.isEmpty {
        try writer.list(.unneededManifestList, count: unneeded.count) { (list) throws(EncodeError) in
          for identifier in unneeded { try list.raw(identifier.encoded.span) }
        }
      }
      if let token { try writer.byteString(.token, token.span) }
      if let failure { try writer.unsigned(.errCode, dialect.numbers.number(of: failure.code)) }
    } finish: { (writer) throws(EncodeError) in
      writer.finish()
    }
  }
}
