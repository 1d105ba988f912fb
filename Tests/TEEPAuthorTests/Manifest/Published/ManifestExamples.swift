/// What the authors of draft-ietf-suit-manifest-37, appendix B, would have described.
enum ManifestExamples {
  private static let vendor = "fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe"
  private static let deviceClass = "1492af14-2569-5e48-bf42-9b2d51f2ab45"
  private static let firstDigest = "0x00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210"
  private static let secondDigest = "0x0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff"

  private static let identity = "vendor-identifier: \(vendor), class-identifier: \(deviceClass)"
  private static let firstImage = "image-digest: \"\(firstDigest)\", image-size: 34768"
  private static let secondImage = "image-digest: \"\(secondDigest)\", image-size: 76834"

  /// Severed install and text, a reference URI.
  static let severed = """
    sequence-number: 2
    reference-uri: https://git.io/JJYoj
    components: [{identifier: "0x00"}]
    severed: [install, text]
    text:
      en-US:
        manifest-description: "## Example 2: Simultaneous Download, Installation, Secure Boot, Severed Fields\\n\\n    \
    This example covers the following templates:\\n    \\n    * Compatibility Check \
    ({{template-compatibility-check}})\\n    * Secure Boot ({{template-secure-boot}})\\n    * Firmware Download \
    ({{firmware-download-template}})\\n    \\n    This example also demonstrates severable elements \
    ({{ovr-severable}}), and text ({{manifest-digest-text}})."
        components:
          "0x00":
            vendor-domain: arm.com
            component-description: This component is a demonstration. The digest is a sample pattern, not a real one.
    sequences:
      shared-sequence:
      - directive-override-parameters: {\(identity), \(firstImage)}
      - condition-vendor-identifier
      - condition-class-identifier
      validate: [condition-image-match]
      invoke: [directive-invoke: 2]
      install:
      - directive-override-parameters: {uri: http://example.com/very/long/path/to/file/file.bin}
      - directive-fetch: 2
      - condition-image-match
      uninstall: []

    """

  /// try-each on the component's slot.
  static let tryEach = """
    sequence-number: 3
    components: [{identifier: "0x00"}]
    sequences:
      shared-sequence:
      - directive-override-parameters: {\(identity)}
      - directive-try-each:
        - - directive-override-parameters: {component-slot: 0}
          - condition-component-slot: 5
          - directive-override-parameters: {\(firstImage)}
        - - directive-override-parameters: {component-slot: 1}
          - condition-component-slot: 5
          - directive-override-parameters: {\(secondImage)}
      - condition-vendor-identifier
      - condition-class-identifier
      validate: [condition-image-match]
      install:
      - directive-try-each:
        - - directive-override-parameters: {component-slot: 0}
          - condition-component-slot: 5
          - directive-override-parameters: {uri: http://example.com/file1.bin}
        - - directive-override-parameters: {component-slot: 1}
          - condition-component-slot: 5
          - directive-override-parameters: {uri: http://example.com/file2.bin}
      - directive-fetch: 2
      - condition-image-match
      uninstall: []

    """

  /// Three components, one fetched, one copied from it, one loaded.
  static let copies = """
    sequence-number: 4
    components: [{identifier: "0x00"}, {identifier: "0x02"}, {identifier: "0x01"}]
    sequences:
      shared-sequence:
      - directive-set-component-index: 0
      - directive-override-parameters: {\(identity), \(firstImage)}
      - condition-vendor-identifier
      - condition-class-identifier
      validate: [directive-set-component-index: 0, condition-image-match]
      load:
      - directive-set-component-index: 2
      - directive-override-parameters: {source-component: 0, \(secondImage)}
      - directive-copy: 2
      - condition-image-match
      invoke: [directive-set-component-index: 2, directive-invoke: 2]
      payload-fetch:
      - directive-set-component-index: 1
      - directive-override-parameters: {uri: http://example.com/file.bin, image-digest: "\(firstDigest)"}
      - directive-fetch: 2
      - condition-image-match
      install:
      - directive-set-component-index: 0
      - directive-override-parameters: {source-component: 1}
      - directive-copy: 2
      - condition-image-match
      uninstall: []

    """
}
