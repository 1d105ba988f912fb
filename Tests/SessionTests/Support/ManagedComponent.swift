import StoreTestSupport
import TEEPCodec
import TEEPHost
import TEEPTestSupport

/// A component of a TAM with all that was ever published of it: what a device may hold of it, and what it should.
struct ManagedComponent {
  /// A content that was published; its sequence number is its place among them, from 1.
  struct Version {
    let content: [UInt8]
    let envelope: [UInt8]
  }

  let identifier: ComponentIdentifier
  let manifest: ComponentIdentifier
  private(set) var versions: [Version] = []
  /// Whether the newest version is published, and not taken back.
  var isPublished = false
  /// The place of the version that a policy names; nil for the newest.
  var pinned: Int?
  /// Whether a policy lets devices have it.
  var isAllowed = true

  /// The component `TAM/NAME/tc` and its manifest `TAM/NAME/suit`.
  init(_ name: String, of tam: String) throws {
    identifier = try ComponentIdentifier("\(tam)/\(name)/tc")
    manifest = try ComponentIdentifier("\(tam)/\(name)/suit")
  }

  /// The place of the version that devices should have; nil for none.
  var due: Int? { isPublished ? pinned ?? versions.count - 1 : nil }

  /// Where the payload of a version is, if it comes by URI.
  func uri(of version: Int) -> String { "http://payloads.example/\(identifier)/\(version)" }

  /// Adds a version; its payload is integrated where there is no URI for it.
  mutating func add(_ content: [UInt8], uri: String?, signedBy signer: SigningKey) throws {
    var manifest = TestManifest()
    manifest.sequenceNumber = UInt64(versions.count + 1)
    manifest.encodedComponents = [identifier.encoded]
    manifest.encodedName = self.manifest.encoded
    manifest.shared = [
      .select(0),
      .set([
        (.vendorIdentifier, .byteString(SessionDevice.vendor)),
        (.classIdentifier, .byteString(SessionDevice.deviceClass)),
        (.imageDigest, TestManifest.digest(of: content)), (.imageSize, .unsigned(UInt64(content.count))),
      ]),
      .init(.conditionVendorIdentifier), .init(.conditionClassIdentifier),
    ]
    manifest.sections[.install] = [
      .select(0), .set([(.uri, .textString(uri ?? "#tc"))]), .init(.directiveFetch),
      .init(.conditionImageMatch),
    ]
    manifest.sections[.uninstall] = [.select(0), .init(.directiveUnlink)]
    if uri == nil { manifest.integrated["#tc"] = content }
    versions.append(Version(content: content, envelope: try manifest.signed(by: signer)))
    isPublished = true
  }
}
