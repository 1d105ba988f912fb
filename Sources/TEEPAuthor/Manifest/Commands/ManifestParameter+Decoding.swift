import Crypto
import Foundation
import TEEPCodec
import TEEPHost

/// The parameters of one set- or override-parameters in a description, by their names.
///
/// ```yaml
/// vendor-identifier: c0ddd5f1-5243-5660-87db-4f5b0aa26c2f
/// image-digest: {file: app.bin}     # or 0x and the SHA-256, or {envelope: other.suit} of a dependency
/// image-size: {file: app.bin}       # or a number
/// content: text                     # or 0x…, or {file: NAME}
/// ```
struct ManifestParameters: Decodable {
  let parameters: [ManifestParameter]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    parameters = try container.allKeys.map { key in
      guard let code = SUITParameterCode(specificationName: key.stringValue) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath + [key],
            debugDescription: "there is no such parameter; there are \(SUITParameterCode.specificationNames)")
        )
      }
      return try ManifestParameter(code, Self.value(of: code, container, key))
    }
  }

  private static func value(
    of code: SUITParameterCode, _ container: KeyedDecodingContainer<AnyKey>, _ key: AnyKey
  ) throws -> ManifestParameter.Value {
    switch code {
    case .vendorIdentifier, .classIdentifier, .deviceIdentifier:
      try .bytes(container.decode(UUID.self, forKey: key).bytes)
    case .imageDigest: try .digest(container.decode(DescribedDigest.self, forKey: key).bytes)
    case .imageSize: try .number(container.decode(DescribedSize.self, forKey: key).count)
    case .componentSlot, .sourceComponent: try .number(container.decode(UInt64.self, forKey: key))
    case .strictOrder, .softFailure: try .boolean(container.decode(Bool.self, forKey: key))
    case .uri: try .text(container.decode(String.self, forKey: key))
    case .content, .encryptionInfo, .invokeArguments, .fetchArguments:
      try .bytes(container.decode(DescribedBytes.self, forKey: key).bytes)
    case .useBefore, .minimumBattery, .updatePriority, .version, .waitInfo, .componentMetadata:
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "no device knows this parameter of draft-ietf-suit-update-management")
    }
  }
}

/// A SHA-256 digest: `0x` and its digits, or that of a file, or the one that names the manifest in an envelope.
private struct DescribedDigest: Decodable {
  let bytes: [UInt8]

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case file, envelope
  }

  init(from decoder: any Decoder) throws {
    if (try? decoder.singleValueContainer().decode(String.self)) != nil {
      bytes = try DescribedBytes(from: decoder).bytes
      guard bytes.count == SHA256.Digest.byteCount else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "a SHA-256 digest is 0x and \(2 * SHA256.Digest.byteCount) digits"))
      }
      return
    }
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    if let envelope = try container.decodeIfPresent(String.self, forKey: .envelope) {
      bytes = try EnvelopeDocument(file: decoder.resolve(envelope)).digest
    } else {
      let file = try container.decode(String.self, forKey: .file)
      bytes = try Array(SHA256.hash(data: FileContents.read(decoder.resolve(file))))
    }
  }
}

/// A number of bytes, or a file that has as many.
private struct DescribedSize: Decodable {
  let count: UInt64

  init(from decoder: any Decoder) throws {
    if let count = try? decoder.singleValueContainer().decode(UInt64.self) {
      self.count = count
    } else {
      count = try UInt64(DescribedFile(from: decoder).bytes.count)
    }
  }
}
