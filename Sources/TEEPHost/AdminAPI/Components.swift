public import Foundation

/// Publishes the Trusted Components of a manifest.
public struct PublicationRequest: Codable, Equatable, Sendable {
  /// The signed SUIT_Envelope, in base64 in JSON.
  public var envelope: Data
  /// What the manifest's URI names, to be served by the TAM; absent where it is integrated or served elsewhere.
  public var payload: Data?
  /// Whether it may be installed on devices whose attestation failed, so that the next one succeeds.
  public var repairs: Bool?

  public init(envelope: [UInt8], payload: [UInt8]?, repairs: Bool? = nil) {
    self.envelope = Data(envelope)
    self.payload = payload.map { Data($0) }
    self.repairs = repairs
  }
}

/// Takes a published component back: devices that hold it are told to remove its manifest.
public struct RemovalRequest: Codable, Equatable, Sendable {
  /// A component, or the manifest component identifier of what installs it.
  public var component: ComponentIdentifier

  public init(component: ComponentIdentifier) { self.component = component }
}

/// A manifest that is published.
public struct Publication: Codable, Equatable, Sendable {
  /// The manifest component identifier.
  public var manifest: ComponentIdentifier
  public var sequenceNumber: UInt64
  /// SHA-256 of the manifest as its envelope has it, in hexadecimal.
  public var sha256: String
  /// Bytes of the envelope.
  public var envelopeSize: Int
  public var published: Date
  public var components: [PublishedComponent]
  /// The payload that the TAM serves for it.
  public var payload: PublishedPayload?

  public init(
    manifest: ComponentIdentifier, sequenceNumber: UInt64, sha256: String, envelopeSize: Int, published: Date,
    components: [PublishedComponent], payload: PublishedPayload?
  ) {
    self.manifest = manifest
    self.sequenceNumber = sequenceNumber
    self.sha256 = sha256
    self.envelopeSize = envelopeSize
    self.published = published
    self.components = components
    self.payload = payload
  }
}

/// A component that a published manifest installs.
public struct PublishedComponent: Codable, Equatable, Sendable {
  public var identifier: ComponentIdentifier
  /// SHA-256 of the component, in hexadecimal, where the manifest gives it.
  public var sha256: String?
  /// Bytes of the component, where the manifest gives them.
  public var size: UInt64?
  /// Where the manifest says that the payload is: a URI, or the key of an integrated payload.
  public var uri: String?

  public init(identifier: ComponentIdentifier, sha256: String?, size: UInt64?, uri: String?) {
    self.identifier = identifier
    self.sha256 = sha256
    self.size = size
    self.uri = uri
  }
}

/// A payload that the TAM serves beside TEEP.
public struct PublishedPayload: Codable, Equatable, Sendable {
  /// SHA-256 of the payload, in hexadecimal.
  public var sha256: String
  public var size: Int

  public init(sha256: String, size: Int) {
    self.sha256 = sha256
    self.size = size
  }

  /// Where the TAM's listener serves it.
  public var path: String { Self.pathPrefix + sha256 }
  /// What the digest follows in a payload's path.
  public static let pathPrefix = "/payloads/"
}
