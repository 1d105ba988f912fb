import ArgumentParser
import Foundation
import TEEPAuthor
import TEEPHost

struct ProvisionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provision",
    abstract: "Make the image of a new device's store: its key, whom it trusts, and what it is.",
    discussion: """
      The image has the device's private key in it: it is made readable by its owner alone, and never over a \
      file that exists. The n-th --tam-uri belongs to the n-th --tam-key. A description, in YAML or JSON, says \
      the same and more; the options given beside it take the place of what it says:

        device-key: agent.pem            relative to the description
        other-device-key: agent-2.pem    of the other cipher suite
        vendor-domain: example.com       or vendor-id: UUID
        class-name: model-1              or class-id: UUID
        device-id: UUID                  what manifests for this one device name it by
        tams:
          - key: tam.pub.pem
            uri: https://tam.example.com/tam
            components: [TEEP-Device]    what it may manage (default all)
            key-agreement-key: ka.pub.pem   evidence and reports are encrypted to it
            needs-attestation: true      it has to be attested first
            number-dialect: legacy       it uses the numbers of earlier drafts (default final)
          - certificate-authority: ca.pub.pem    in place of key: who certifies the TAM's key (P-256)
            certificate-name: tam.example.com    the DNS name in its certificate
            uri: https://tam.example.com/tam
        signers:
          - key: signer.pub.pem          or mac-key: FILE of raw bytes, or certificate-authority as above
            vendor-domain: example.com   for what devices (default all)
            class-name: model-1
            components: [TEEP-Device]    what it may sign for (default all)
            rights: [trust-anchors]      or missing-conditions, implicit-integrity, es256
        verifiers:
          - key: verifier.pub.pem        whose attestation results of TAMs count
        decryption-keys:
          - key: receiver.pem            ECDH-ES: a P-256 key
          - kek: kek.bin                 A128KW: 16 raw bytes
            kid: kek-1                   what recipients name it by
        attestation:
          key: attestation.pem
          certificates: chain.pem        what a certificate authority says of it (--board linux)
          ueid: "0102030405060708"       hexadecimal
          oemid: f1e2d3                  hexadecimal, or oem-number: NUMBER
          hwmodel: model-1               text, or 0x and hexadecimal
          hwversion: "1.0"
          firmware: firmware.bin         the agent itself, whose digest evidence names
          firmware-uri: https://example.com/agent.suit

      Files of raw bytes must be readable by their owner alone.
      """)

  @Option(
    help: "The kind of device: 'linux', the name of a board in boards/, or the path of a board's folder.",
    transform: DeviceBoard.init(named:))
  var board: DeviceBoard

  @Option(help: "A description of all the rest.")
  var description: String?

  @Option(help: "The device's private key in PEM.")
  var deviceKey: String?

  @Option(help: "The public key in PEM of a TAM; may be repeated.")
  var tamKey: [String] = []

  @Option(help: "The URI of that TAM; as many as there are --tam-key.")
  var tamURI: [String] = []

  @Option(help: "The public key in PEM of a Trusted Component signer; may be repeated.")
  var signerKey: [String] = []

  @Option(help: "The vendor identifier of the device, a UUID.")
  var vendorID: UUID?

  @Option(help: "The class identifier of the device, a UUID.")
  var classID: UUID?

  @Option(help: "The file of the image.")
  var output: String

  func validate() throws {
    guard tamKey.count == tamURI.count else {
      throw ValidationError(
        "there are \(tamKey.count) --tam-key and \(tamURI.count) --tam-uri; give one URI for each key")
    }
    guard (vendorID == nil) == (classID == nil) else {
      throw ValidationError("give both --vendor-id and --class-id, or neither")
    }
  }

  func run() throws {
    var request = try description.map(ProvisioningRequest.Draft.init(descriptionAt:)) ?? .init()
    if let deviceKey { request.deviceKey = try KeyFile.signingKey(at: deviceKey) }
    if let vendorID, let classID {
      request.deviceClass = DeviceClass(vendorIdentifier: vendorID, classIdentifier: classID)
    }
    if !tamKey.isEmpty {
      request.tams = try zip(tamKey, tamURI).map { path, uri in
        try ProvisioningRequest.Anchor(key: KeyFile.verificationKey(at: path), uri: uri)
      }
    }
    if !signerKey.isEmpty {
      request.signers = try signerKey.map { path in
        try ProvisioningRequest.Anchor(key: KeyFile.verificationKey(at: path))
      }
    }
    let image = try request.finished().image(for: board)
    try FileContents.createPrivate(image, at: output)
  }
}
