/// What the authors of manifests with dependencies and encrypted payloads would have described. The files that they name
/// lie beside them.
enum TreeExamples {
  /// draft-ietf-teep-protocol-26, appendix E.3.
  static let personalization = """
    manifest-component: TEEP-Device/SecureFS/config.suit
    sequence-number: 3
    components: [{identifier: TEEP-Device/SecureFS/config.json}]
    dependencies: [{envelope: teep-appendixE-suit_uri.cbor}]
    sequences:
      shared-sequence:
      - directive-set-component-index: 0
      - directive-override-parameters:
          vendor-identifier: c0ddd5f1-5243-5660-87db-4f5b0aa26c2f
          class-identifier: db42f709-3d8c-55ba-a8c5-265fc5820f4e
      - condition-vendor-identifier
      - condition-class-identifier
      validate:
      - directive-set-component-index: 0
      - directive-override-parameters:
          image-digest: "0x8273468fb64bd84bb04825f8371744d952b751c73a60f455af681e167726f116"
          image-size: 61
      - condition-image-match
      dependency-resolution:
      - directive-set-component-index: 1
      - directive-override-parameters:
          image-digest: {envelope: teep-appendixE-suit_uri.cbor}
          image-size: 389
          uri: https://example.org/8d82573a-926d-4754-9353-32dc29997f74.suit
      - directive-fetch: 2
      install:
      - directive-set-component-index: 1
      - directive-process-dependency: 0
      - directive-set-component-index: 0
      - directive-override-parameters:
          content: "0x6d5be4f569e98ae01f38b071ef025437b742ff28854ab32c868bc6a76cd33b5ca112ff22ba95ea4672b7199c89a7829183794a21a6be345c4371dcb0dc"
          encryption-info: {file: encryption-info}
      - directive-write
      uninstall:
      - directive-set-component-index: 1
      - directive-process-dependency: 0
      - directive-set-component-index: 0
      - directive-unlink

    """

  /// draft-ietf-suit-trust-domains-11, example 2: the dependency is in the envelope.
  static let integratedDependency = """
    manifest-component: depending.suit
    sequence-number: 0
    components: [{identifier: "10"}]
    dependencies: [{envelope: dependent.suit, integrated: "#dependent.suit"}]
    sequences:
      shared-sequence: []
      invoke:
      - directive-set-component-index: 0
      - directive-override-parameters: {invoke-arguments: cat 00 10}
      - directive-invoke
      dependency-resolution:
      - directive-set-component-index: 1
      - directive-override-parameters:
          image-digest: {envelope: dependent.suit}
          image-size: {file: dependent.suit}
          uri: "#dependent.suit"
      - directive-fetch: 2
      - condition-image-match
      install:
      - directive-set-component-index: 1
      - directive-process-dependency: 0
      - directive-set-component-index: 0
      - directive-override-parameters: {content: " in multiple trust domains"}
      - directive-write
      uninstall: []

    """

  /// draft-ietf-suit-firmware-encryption-24: fetched into a slot, decrypted by copy.
  static let encryptedSlot = """
    sequence-number: 1
    components: [{identifier: "0x00"}, {identifier: "0x01"}]
    sequences:
      shared-sequence: []
      install:
      - directive-set-component-index: 1
      - directive-override-parameters: {image-size: 46, uri: coaps://example.com/encrypted-firmware}
      - directive-fetch
      - directive-set-component-index: 0
      - directive-override-parameters: {source-component: 1, encryption-info: {file: encryption-info}}
      - directive-copy
      uninstall: []

    """
}
