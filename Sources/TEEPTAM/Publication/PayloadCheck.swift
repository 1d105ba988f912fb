import Crypto
import Foundation
import TEEPHost

extension EnvelopeFacts {
  /// Demands that `payload` is what the manifest names by a URI; gives its SHA-256.
  func check(payload: Data) throws -> [UInt8] {
    guard payload.count <= AdminAPI.maximumPayload else {
      throw AdminError(
        .tooLarge, "the payload has \(payload.count) bytes; \(AdminAPI.maximumPayload) are allowed at most")
    }
    let named = components.filter { $0.uris.contains { !integratedKeys.contains($0) } }
    guard !named.isEmpty else {
      throw AdminError(
        .invalid, "the manifest names no payload by a URI, so leave the payload out")
    }
    let sha256 = Array(SHA256.hash(data: payload))
    guard named.contains(where: { $0.matches(sha256: sha256, size: payload.count) }) else {
      throw AdminError(
        .invalid,
        "the payload (\(payload.count) bytes, SHA-256 \(sha256.hexadecimalDigits)) has not the digest and size that "
          + "the manifest gives for \(named.map { "\($0.identifier)" }.joined(separator: ", ")); "
          + "publish the file that the manifest was made for")
    }
    return sha256
  }
}
