import TEEPCodec
import TEEPHost

/// What a manifest's commands say of one of its components. They may say several things of which a device chooses
/// (try-each), so each is a list.
struct ComponentFacts: Equatable, Sendable {
  let identifier: ComponentIdentifier
  /// SHA-256 digests of the component.
  var digests: [[UInt8]] = []
  /// Sizes of the component in bytes.
  var sizes: [UInt64] = []
  /// Where its payload is: URIs, or the keys of integrated payloads.
  var uris: [String] = []
  /// Whether the payload is encrypted, so that its bytes are not those of the component.
  var isEncrypted = false

  init(_ identifier: ComponentIdentifier) { self.identifier = identifier }

  /// The digest, where there is exactly one.
  var sha256: [UInt8]? { digests.count == 1 ? digests[0] : nil }
  /// The size, where there is exactly one.
  var size: UInt64? { sizes.count == 1 ? sizes[0] : nil }

  /// Whether a payload of this digest and size may be this component's, as far as the manifest gives either.
  func matches(sha256: [UInt8], size: Int) -> Bool {
    isEncrypted
      || (digests.isEmpty || digests.contains(sha256)) && (sizes.isEmpty || sizes.contains(UInt64(size)))
  }

  /// Takes note of one parameter, whose encoded value `reader` is at.
  mutating func note(_ code: SUITParameterCode, _ reader: consuming CBORReader) throws(DecodeError) {
    var value = reader
    switch code {
    case .imageDigest:
      let content = try value.byteStringRange()
      let digest = try SUITDigest(
        decoding: value.bytes.extracting(content.start..<content.end), base: value.base + content.start)
      if digest.algorithm == .sha256 { digests.appendIfNew([UInt8](copying: digest.bytes)) }
    case .imageSize: sizes.appendIfNew(try value.unsigned())
    case .uri: uris.appendIfNew(String(copying: try value.textString()))
    case .encryptionInfo: isEncrypted = true
    default: break
    }
  }
}

extension Array where Element: Equatable {
  fileprivate mutating func appendIfNew(_ element: Element) {
    if !contains(element) { append(element) }
  }
}
