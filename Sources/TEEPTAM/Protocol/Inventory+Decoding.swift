import TEEPCodec
import TEEPHost

extension Inventory {
  /// Reads the lists of a QueryResponse; an absent tc-list is an empty one, which cannot be encoded by the letter of
  /// draft-ietf-teep-protocol-26, section 4.3.
  init(reading message: borrowing TEEPMessage, _ numbers: TEEPNumbers) throws(DecodeError) {
    if let list = message.list(.tcList) {
      var reader = try list.boundedReader()
      for _ in 0..<list.count { try installed.append(InstalledComponent(SystemPropertyClaims(&reader))) }
    }
    if let list = message.list(.requestedTCList) {
      var reader = try list.boundedReader()
      for _ in 0..<list.count {
        try requested.append(RequestedComponent(RequestedTCInfo(&reader, numbers: numbers)))
      }
    }
    if let list = message.list(.unneededManifestList) {
      var reader = try list.boundedReader()
      for _ in 0..<list.count {
        let range = try reader.skip()
        try unneeded.append(
          ComponentIdentifier(
            bounded: reader.bytes.extracting(range.start..<range.end), base: reader.base + range.start))
      }
    }
  }
}

extension InstalledComponent {
  /// Takes what a device or a report says; no digest but SHA-256 is known.
  init(_ claims: borrowing SystemPropertyClaims) throws(DecodeError) {
    identifier = try ComponentIdentifier(bounded: claims.componentIdentifier)
    if let digest = try claims.imageDigest(), digest.algorithm == .sha256 {
      sha256 = [UInt8](copying: digest.bytes)
    }
    size = claims.imageSize
  }
}

extension RequestedComponent {
  fileprivate init(_ info: borrowing RequestedTCInfo) throws(DecodeError) {
    identifier = try ComponentIdentifier(bounded: info.componentIdentifier)
    minimumSequenceNumber = info.sequenceNumber ?? 0
    haveBinary = info.haveBinary
  }
}

extension ComponentIdentifier {
  /// Bytes of an encoded identifier beyond which a message is refused.
  private static let maximumEncoding = 1024

  /// Reads an encoded identifier that came from a device.
  fileprivate init(bounded bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    guard bytes.count <= Self.maximumEncoding else { throw DecodeError(.outOfRange, at: base) }
    try self.init(decoding: bytes, base: base)
  }
}

extension ItemList {
  /// A reader at the first item, where there are not too many.
  @_lifetime(copy self)
  func boundedReader() throws(DecodeError) -> CBORReader {
    let reader = makeReader()
    guard count <= AgentMessage.maximumItems else { throw reader.error(.tooMany) }
    return reader
  }
}
