import TEEPHost

extension ManifestDescription {
  /// For whom a payload is encrypted.
  ///
  /// ```yaml
  /// recipient: device.pub.pem           # P-256: ECDH-ES+A128KW
  /// key-encryption-key: kek.bin         # or this, 16 bytes that only the owner may read: A128KW
  /// key-identifier: kek-1               # with key-encryption-key; a recipient is named by its thumbprint
  /// algorithm: A128CTR                  # or A128GCM
  /// staging: lock/staging               # unless the payload is in the manifest
  /// file: app.encrypted                 # with a URI: where the encrypted payload is written
  /// ```
  public struct Encryption: Sendable {
    let recipient: PayloadRecipient
    let algorithm: PayloadAlgorithm
    /// The component that holds the encrypted payload until it is copied out of it.
    let staging: ComponentIdentifier?
    /// The path where the encrypted payload is written, to be put where its URI says.
    let file: String?
  }
}

extension ManifestDescription.Encryption: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case keyEncryptionKey = "key-encryption-key"
    case keyIdentifier = "key-identifier"
    case recipient, algorithm, staging, file
  }

  /// Bytes of an A128KW key encryption key.
  private static let keyCount = 16

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    guard container.contains(.recipient) != container.contains(.keyEncryptionKey) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "give either 'recipient' or 'key-encryption-key'")
      )
    }
    if let name = try container.decodeIfPresent(String.self, forKey: .recipient) {
      recipient = try .agreement(KeyFile.keyAgreementKey(at: decoder.resolve(name)))
    } else {
      let path = try decoder.resolve(container.decode(String.self, forKey: .keyEncryptionKey))
      let key = try FileContents.readSecret(path, counts: Self.keyCount...Self.keyCount)
      let identifier = try container.decodeIfPresent(DescribedBytes.self, forKey: .keyIdentifier)?.bytes
      recipient = .keyEncryptionKey(key, identifier: identifier)
    }
    algorithm = try container.decodeIfPresent(PayloadAlgorithm.self, forKey: .algorithm) ?? .a128CTR
    staging = container.contains(.staging) ? try container.identifier(.staging) : nil
    file = try container.decodeIfPresent(String.self, forKey: .file).map(decoder.resolve)
  }
}

extension PayloadAlgorithm: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let known = PayloadAlgorithm(rawValue: name) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "there is no algorithm '\(name)'; there are "
          + PayloadAlgorithm.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self = known
  }
}
