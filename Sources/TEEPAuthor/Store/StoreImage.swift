import Crypto
import TEEPAgent
import TEEPCodec
public import TEEPHost

/// What a device's store holds, read from its image.
public struct StoreImage: Sendable {
  /// An installed component.
  public struct Component: Sendable {
    public let identifier: ComponentIdentifier
    public let bytes: [UInt8]
    /// The SHA-256 digest that it was installed with.
    public let digest: [UInt8]

    /// Whether its bytes still have that digest.
    public var isIntact: Bool { Array(SHA256.hash(data: bytes)) == digest }
  }

  /// An installed manifest and the components that it links.
  public struct Manifest: Sendable {
    public let identifier: ComponentIdentifier
    public let sequenceNumber: UInt64
    public let components: [Component]
  }

  /// What is installed, in no particular order.
  public let manifests: [Manifest]

  /// Reads all bytes of a store.
  public init(_ image: [UInt8]) throws(StoreImageError) {
    let store: Store<ImageFlash>
    do { store = try Store(mounting: ImageFlash(image)) } catch { throw .unreadable(error) }
    do { manifests = try Self.manifests(in: store) } catch { throw .malformedIdentifier(error) }
  }

  private static func manifests(in store: borrowing Store<ImageFlash>) throws(DecodeError) -> [Manifest] {
    var manifests: [Manifest] = []
    for index in 0..<store.manifestCount {
      guard let manifest = store.manifest(at: index) else { break }
      try manifests.append(Manifest(manifest))
    }
    return manifests
  }

  /// The bytes of an installed component, which must have their digest.
  public func contents(of identifier: ComponentIdentifier) throws(StoreImageError) -> [UInt8] {
    for component in manifests.flatMap(\.components) where component.identifier == identifier {
      guard component.isIntact else { throw .damaged(identifier) }
      return component.bytes
    }
    throw .notInstalled(identifier)
  }
}

extension StoreImage.Manifest {
  fileprivate init(_ manifest: borrowing InstalledManifest) throws(DecodeError) {
    identifier = try ComponentIdentifier(decoding: manifest.identifier)
    sequenceNumber = manifest.sequenceNumber
    var components: [StoreImage.Component] = []
    for index in 0..<manifest.componentCount {
      guard let component = manifest.component(at: index) else { break }
      try components.append(
        StoreImage.Component(
          identifier: ComponentIdentifier(decoding: component.identifier),
          bytes: [UInt8](copying: component.bytes), digest: [UInt8](copying: component.digest)))
    }
    self.components = components
  }
}
