import Foundation
public import TEEPHost

/// What an author says of a Trusted Component: all that its manifest holds but the payload itself.
///
/// ```yaml
/// component: TEEP-Device/SecureFS/0x8d82573a926d4754935332dc29997f74/ta
/// manifest-component: TEEP-Device/SecureFS/0x8d82573a926d4754935332dc29997f74/suit
/// sequence-number: 3
/// vendor-domain: teep.example          # or vendor-id: UUID
/// class-id: db42f709-3d8c-55ba-a8c5-265fc5820f4e  # or class-name: TEXT
/// payload:
///   uri: https://example.org/{digest}  # or integrated: true
///   file: ta.bin                       # unless given on the command line
/// ```
public struct ManifestDescription: Sendable {
  /// Where the payload is found.
  public enum Source: Equatable, Sendable {
    /// In the envelope, under ``ManifestDescription/integratedKey``.
    case integrated
    /// At a URI, in which ``ManifestDescription/digestPlaceholder`` stands for the payload's SHA-256.
    case uri(String)
  }

  /// The envelope's key of an integrated payload, and its URI in the manifest.
  public static let integratedKey = "#tc"
  /// What the payload's digest takes the place of in a URI.
  public static let digestPlaceholder = "{digest}"

  public let component: ComponentIdentifier
  public let manifestComponent: ComponentIdentifier
  public let sequenceNumber: UInt64
  public let deviceClass: DeviceClass
  public let source: Source
  /// The payload's file, relative to the description.
  public let payloadFile: String?

  public init(
    component: ComponentIdentifier, manifestComponent: ComponentIdentifier, sequenceNumber: UInt64,
    deviceClass: DeviceClass, source: Source, payloadFile: String? = nil
  ) {
    self.component = component
    self.manifestComponent = manifestComponent
    self.sequenceNumber = sequenceNumber
    self.deviceClass = deviceClass
    self.source = source
    self.payloadFile = payloadFile
  }
}

extension ManifestDescription: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case component
    case manifestComponent = "manifest-component"
    case sequenceNumber = "sequence-number"
    case vendorID = "vendor-id"
    case vendorDomain = "vendor-domain"
    case classID = "class-id"
    case className = "class-name"
    case payload
  }

  private enum PayloadKeys: String, CodingKey, CaseIterable {
    case integrated, uri, file
  }

  private struct Payload: Decodable {
    let source: Source
    let file: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: PayloadKeys.self)
      file = try container.decodeIfPresent(String.self, forKey: .file)
      let integrated = try container.decodeIfPresent(Bool.self, forKey: .integrated) ?? false
      let uri = try container.decodeIfPresent(String.self, forKey: .uri)
      switch (integrated, uri) {
      case (true, nil): source = .integrated
      case (false, let uri?): source = .uri(uri)
      default:
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath, debugDescription: "give either 'integrated: true' or 'uri'"))
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    component = try container.identifier(.component)
    manifestComponent = try container.identifier(.manifestComponent)
    sequenceNumber = try container.decode(UInt64.self, forKey: .sequenceNumber)
    guard
      let deviceClass = try DeviceClass(
        container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className)
    else {
      throw DecodingError.keyNotFound(
        CodingKeys.vendorID, DecodingError.Context(codingPath: [], debugDescription: ""))
    }
    self.deviceClass = deviceClass
    let payload = try container.decode(Payload.self, forKey: .payload)
    source = payload.source
    payloadFile = payload.file
  }
}

extension KeyedDecodingContainer {
  /// A component identifier of at least one segment.
  func identifier(_ key: Key) throws -> ComponentIdentifier {
    let identifier = try decode(ComponentIdentifier.self, forKey: key)
    guard !identifier.segments.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "the identifier needs at least one segment")
    }
    return identifier
  }
}
