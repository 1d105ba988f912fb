import Crypto
public import Foundation

extension UUID {
  /// The namespace of domain names (RFC 9562, section 6.6).
  public static let domainNames = UUID(
    uuid: (
      0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8
    ))

  /// A name-based UUID of version 5 (RFC 9562, section 5.5).
  public init(version5 name: some Sequence<UInt8>, in namespace: UUID) {
    var digest = Array(Insecure.SHA1.hash(data: namespace.bytes + Array(name)).prefix(16))
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    self.init(unchecked: digest)
  }

  /// The UUID of 16 bytes in the order of the text form; nil for any other number of bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    self.init(unchecked: bytes)
  }

  /// The vendor identifier of a domain (draft-ietf-suit-manifest, section 8.4.8.1).
  public static func vendor(domain: String) -> UUID {
    UUID(version5: domain.utf8, in: domainNames)
  }

  /// The class identifier of a vendor's class of devices (draft-ietf-suit-manifest, section 8.4.8.1).
  public static func deviceClass(_ name: String, vendor: UUID) -> UUID {
    UUID(version5: name.utf8, in: vendor)
  }

  /// The 16 bytes in the order of the text form.
  public var bytes: [UInt8] {
    [
      uuid.0, uuid.1, uuid.2, uuid.3, uuid.4, uuid.5, uuid.6, uuid.7,
      uuid.8, uuid.9, uuid.10, uuid.11, uuid.12, uuid.13, uuid.14, uuid.15,
    ]
  }

  private init(unchecked bytes: [UInt8]) {
    self.init(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }
}
