import Foundation
import TEEPAuthor
import TEEPHost

/// What the authors of draft-ietf-teep-protocol-26, appendix E.1 and E.2, would have described.
enum AppendixE {
  static let folder = "TEEP-Device/SecureFS/0x8d82573a926d4754935332dc29997f74"
  static let payload = Array("Hello, Secure World!".utf8)

  static func yaml(payload: String) -> String {
    """
    component: \(folder)/ta
    manifest-component: \(folder)/suit
    sequence-number: 3
    vendor-domain: teep.example
    class-id: db42f709-3d8c-55ba-a8c5-265fc5820f4e
    payload:
      \(payload)

    """
  }

  static let byURI = yaml(payload: "uri: https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta")
  static let integrated = yaml(payload: "integrated: true")
}
