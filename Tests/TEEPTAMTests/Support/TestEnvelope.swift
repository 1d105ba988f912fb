import Crypto
import TEEPHost

/// A SUIT envelope in the shape of draft-ietf-teep-protocol-26, appendix E, made by hand. Its signature is none: a TAM
/// leaves that to the devices.
struct TestEnvelope: Sendable {
  var manifest: ComponentIdentifier
  var components: [ComponentIdentifier]
  var sequenceNumber: UInt64 = 1
  var payload: [UInt8]
  /// Where the payload is; integrated where it begins with `#`.
  var uri = "#tc"
  /// What the manifest says of the payload, where that is not the truth.
  var digest: [UInt8]?
  var size: UInt64?
  /// What the envelope has under the integrated payload's key, where that is not the payload.
  var integrated: [UInt8]?
  /// What the wrapper says of the manifest, where that is not the truth.
  var wrapperDigest: [UInt8]?

  init(_ name: String, sequenceNumber: UInt64 = 1, payload: [UInt8], uri: String = "#tc") throws {
    manifest = try ComponentIdentifier("test/\(name)/suit")
    components = [try ComponentIdentifier("test/\(name)/tc")]
    self.sequenceNumber = sequenceNumber
    self.payload = payload
    self.uri = uri
  }

  var component: ComponentIdentifier { components[0] }

  /// What a device holds that has processed the manifest.
  var installed: InstalledComponentFacts {
    (component, Array(SHA256.hash(data: payload)), UInt64(payload.count))
  }
  typealias InstalledComponentFacts = (identifier: ComponentIdentifier, sha256: [UInt8], size: UInt64)

  private var encodedManifest: [UInt8] {
    let parameters: HandmadeCBOR = .map([
      (3, .bytes(HandmadeCBOR.array([-16, .bytes(digest ?? Array(SHA256.hash(data: payload)))]).encoded)),
      (14, .unsigned(size ?? UInt64(payload.count))),
    ])
    let shared: HandmadeCBOR = [20, parameters, 1, 15, 2, 15]
    let install: HandmadeCBOR = [20, .map([(21, .text(uri))]), 21, 15, 3, 15]
    let common: HandmadeCBOR = .map([
      (2, .array(components.map { .raw($0.encoded) })), (4, .bytes(shared.encoded)),
    ])
    return HandmadeCBOR.map([
      (1, 1), (2, .unsigned(sequenceNumber)), (3, .bytes(common.encoded)), (5, .raw(manifest.encoded)),
      (20, .bytes(install.encoded)), (24, .bytes([0x82, 0x18, 0x21, 0x0F])),
    ]).encoded
  }

  /// The digest of the manifest with the head of its byte string.
  var manifestDigest: [UInt8] { Array(SHA256.hash(data: HandmadeCBOR.bytes(encodedManifest).encoded)) }

  var encoded: [UInt8] {
    let digest = HandmadeCBOR.array([-16, .bytes(wrapperDigest ?? manifestDigest)]).encoded
    let block = HandmadeCBOR.tagged(
      18, [.bytes([0xA1, 0x01, 0x28]), .map([]), .null, .bytes([UInt8](repeating: 0, count: 64))])
    var members: [(HandmadeCBOR, HandmadeCBOR)] = [
      (2, .bytes(HandmadeCBOR.array([.bytes(digest), .bytes(block.encoded)]).encoded)),
      (3, .bytes(encodedManifest)),
    ]
    if uri.hasPrefix("#") { members.append((.text(uri), .bytes(integrated ?? payload))) }
    return HandmadeCBOR.map(members).encoded
  }
}
