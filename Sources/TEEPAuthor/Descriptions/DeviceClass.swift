public import Foundation
import TEEPHost

/// A vendor and a class of its devices, by their UUIDs or by the names that those are made of
/// (draft-ietf-suit-manifest-37, section 8.4.8.1).
public struct DeviceClass: Equatable, Sendable {
  public let vendorIdentifier: UUID
  public let classIdentifier: UUID

  public init(vendorIdentifier: UUID, classIdentifier: UUID) {
    self.vendorIdentifier = vendorIdentifier
    self.classIdentifier = classIdentifier
  }

  /// Reads the four fields that may give the two UUIDs; nil where none of them is there.
  init?<Key: CodingKey>(
    _ container: KeyedDecodingContainer<Key>, vendorID: Key, vendorDomain: Key, classID: Key, className: Key
  ) throws {
    guard [vendorID, vendorDomain, classID, className].contains(where: container.contains) else { return nil }
    let vendor = try Self.either(container, vendorID, vendorDomain) { UUID.vendor(domain: $0) }
    vendorIdentifier = vendor
    classIdentifier = try Self.either(container, classID, className) { UUID.deviceClass($0, vendor: vendor) }
  }

  private static func either<Key: CodingKey>(
    _ container: KeyedDecodingContainer<Key>, _ identifier: Key, _ name: Key, _ make: (String) -> UUID
  ) throws -> UUID {
    guard container.contains(name) else { return try container.decode(UUID.self, forKey: identifier) }
    guard !container.contains(identifier) else {
      throw DecodingError.dataCorruptedError(
        forKey: name, in: container,
        debugDescription: "give it or '\(identifier.stringValue)', not both")
    }
    return try make(container.decode(String.self, forKey: name))
  }
}
