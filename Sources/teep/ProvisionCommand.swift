import ArgumentParser
import BoardTools
import Foundation
import TEEPAuthor
import TEEPHost

struct ProvisionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provision",
    abstract: "Make the image of a new device's store: its key, whom it trusts, and what it is.",
    discussion: """
      The image has the device's private key in it: it is made readable by its owner alone, and never over a \
      file that exists. Where its name ends in .hex it is Intel HEX, for a board's flash. With --device-makes-key \
      the device makes its private key at its first start; --read-key DEVICE --output agent.pub.pem then reads its \
      public key over the device's line, on which there may be no broker, and once only. The n-th --tam-uri belongs to the n-th --tam-key. A description, in YAML or JSON, says \
      the same and more; the options given beside it take the place of what it says:

        device-key: agent.pem            relative to the description; or device-makes-key: true
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
  var board: DeviceBoard?

  @Option(help: "A description of all the rest.")
  var description: String?

  @Option(help: "The device's private key in PEM.")
  var deviceKey: String?

  @Flag(help: "The device makes its private key itself.")
  var deviceMakesKey = false

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

  @Option(
    help: """
      Read the public key that a provisioned device has made, and nothing else. The device is unix:PATH, the path of a \
      serial port, usb:VENDOR:PRODUCT or tcp:127.0.0.1:PORT.
      """)
  var readKey: String?

  @Option(help: "Bits per second of the serial port that a key is read over.")
  var baud = 115_200

  @Option(
    help:
      "The file of the image, Intel HEX where its name ends in .hex; or of the public key in PEM that was read."
  )
  var output: String

  func validate() throws {
    guard (readKey == nil) == (board != nil) else {
      throw ValidationError("give either --board or --read-key")
    }
    guard deviceKey == nil || !deviceMakesKey else {
      throw ValidationError("give either --device-key or --device-makes-key")
    }
    guard tamKey.count == tamURI.count else {
      throw ValidationError(
        "there are \(tamKey.count) --tam-key and \(tamURI.count) --tam-uri; give one URI for each key")
    }
    guard (vendorID == nil) == (classID == nil) else {
      throw ValidationError("give both --vendor-id and --class-id, or neither")
    }
  }

  func run() async throws {
    if let readKey {
      try await KeyReading(device: readKey, baud: baud, output: output).run()
    } else if let board {
      try makeImage(for: board)
    }
  }

  private func makeImage(for board: DeviceBoard) throws {
    let image = try request().image(for: board)
    guard output.hasSuffix(".hex") else { return try FileContents.createPrivate(image, at: output) }
    guard let address = board.storeAddress else {
      throw ValidationError(
        "the store of \(board.name) is a file of its bytes; choose a name that does not end in .hex")
    }
    try FileContents.createPrivate(Array(IntelHex.text(image, at: address).utf8), at: output)
  }

  /// What the description says, and the options.
  private func request() throws -> ProvisioningRequest {
    var request = try description.map(ProvisioningRequest.Draft.init(descriptionAt:)) ?? .init()
    if let deviceKey { request.deviceKey = try KeyFile.signingKey(at: deviceKey) }
    if deviceMakesKey { (request.deviceKey, request.deviceMakesKey) = (nil, true) }
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
    return try request.finished()
  }
}
