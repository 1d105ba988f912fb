import TEEPCodec
import TEEPHost

/// A key that payloads are decrypted with, as a description has it.
public struct DescribedDecryptionKey: Decodable, Sendable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, kek, kid
  }

  /// The file of a P-256 private key in PEM.
  public let key: String?
  /// The file of the 16 raw bytes of a key encryption key.
  public let kek: String?
  /// What recipients name the key by; nil for the thumbprint of a P-256 key, and for a key encryption key nothing.
  public let kid: String?

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    key = try container.decodeIfPresent(String.self, forKey: .key)
    kek = try container.decodeIfPresent(String.self, forKey: .kek)
    kid = try container.decodeIfPresent(String.self, forKey: .kid)
    guard (key == nil) != (kek == nil) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "give either 'key' or 'kek'"))
    }
  }
}

/// What a device's evidence is made from, as a description has it (RFC 9711, section 4.2).
public struct DescribedAttestation: Decodable, Sendable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, certificates, ueid, oemid
    case oemNumber = "oem-number"
    case hwmodel, hwversion, firmware
    case firmwareURI = "firmware-uri"
  }

  /// The file of the private key in PEM that signs evidence.
  public let key: String
  /// The file of its certificates in PEM; nil where nobody vouches for it.
  public let certificates: String?
  public let ueid: [UInt8]
  /// Encoded: a byte string of 3 or 16 bytes, or an unsigned integer.
  public let encodedOEMIdentifier: [UInt8]
  public let hardwareModel: [UInt8]
  public let hardwareVersion: String
  /// The file of the agent itself, whose digest the evidence names.
  public let firmware: String
  public let firmwareURI: String

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    key = try container.decode(String.self, forKey: .key)
    certificates = try container.decodeIfPresent(String.self, forKey: .certificates)
    ueid = try container.hexadecimal(.ueid) { EATLimits.ueid.contains($0) }
    hardwareModel = try container.textOrHexadecimal(.hwmodel) { EATLimits.hardwareModel.contains($0) }
    hardwareVersion = try container.decode(String.self, forKey: .hwversion)
    guard Attestation.hardwareVersionLimits.contains(hardwareVersion.utf8.count) else {
      throw container.wrong(.hwversion, "it has to be 1 to 64 bytes")
    }
    firmware = try container.decode(String.self, forKey: .firmware)
    firmwareURI = try container.decodeIfPresent(String.self, forKey: .firmwareURI) ?? ""
    if let number = try container.decodeIfPresent(UInt32.self, forKey: .oemNumber) {
      guard !container.contains(.oemid) else {
        throw container.wrong(.oemNumber, "give it or 'oemid', not both")
      }
      encodedOEMIdentifier = [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.unsigned(UInt64(number))
      })
    } else {
      let bytes = try container.hexadecimal(.oemid) {
        $0 == EATLimits.ieeeIdentifier || $0 == EATLimits.randomIdentifier
      }
      encodedOEMIdentifier = [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.byteString(bytes.span)
      })
    }
  }
}

extension KeyedDecodingContainer {
  fileprivate func wrong(_ key: Key, _ description: String) -> DecodingError {
    DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: description)
  }

  /// Bytes in hexadecimal, of which there are as many as `isCount` permits.
  fileprivate func hexadecimal(_ key: Key, _ isCount: (Int) -> Bool) throws -> [UInt8] {
    let text = try decode(String.self, forKey: key)
    guard let bytes = [UInt8](hexadecimalDigits: Array(text.utf8)) else {
      throw wrong(key, "it has to be bytes in hexadecimal, in quotes where they are digits alone")
    }
    guard isCount(bytes.count) else { throw wrong(key, "it cannot have \(bytes.count) bytes") }
    return bytes
  }

  /// Text, or bytes in hexadecimal behind 0x.
  fileprivate func textOrHexadecimal(_ key: Key, _ isCount: (Int) -> Bool) throws -> [UInt8] {
    let text = try decode(String.self, forKey: key)
    guard let bytes = [UInt8](textOrHexadecimal: text) else {
      throw wrong(key, "behind 0x there have to be bytes in hexadecimal")
    }
    guard isCount(bytes.count) else { throw wrong(key, "it cannot have \(bytes.count) bytes") }
    return bytes
  }
}
