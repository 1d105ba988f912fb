import AgentCryptoMbedTLS
import Foundation
import StoreTestSupport
import TEEPAgent
import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport

/// A device that takes what an author makes: its agent, on a flash in memory, trusts one TAM and one signer and can decrypt
/// with two keys.
struct AuthoredDevice: ~Copyable {
  static let keyEncryptionKey: [UInt8] = Array(1...16)
  static let vendor = "example.com"
  static let deviceClass = "model-1"

  let signer: SigningKey
  /// The key that payloads are encrypted to.
  let recipient: SigningKey
  private let tam: SigningKey
  private let flash: SimulatedFlash
  private var agent: Agent<SimulatedFlash, MbedTLSCrypto, TestFetcher, TestChance>

  init(payloads: [String: [UInt8]] = [:], macKey: MACKey? = nil) throws {
    let (device, tam, signer, recipient) = try (
      SigningKey(generating: .p256), SigningKey(generating: .p256), SigningKey(generating: .p256),
      SigningKey(generating: .p256)
    )
    let flash = try SimulatedFlash(
      pageCount: 96, provisioning: Self.provisioning(device, tam, signer, recipient, macKey))
    let agent = try Self.start(flash, payloads)
    (self.tam, self.signer, self.recipient, self.flash) = (tam, signer, recipient, flash)
    self.agent = agent
  }

  private static func start(
    _ flash: SimulatedFlash, _ payloads: [String: [UInt8]]
  ) throws -> Agent<SimulatedFlash, MbedTLSCrypto, TestFetcher, TestChance> {
    Agent(
      store: try Store(mounting: flash), crypto: MbedTLSCrypto(), line: TestFetcher(payloads),
      device: TestChance())
  }

  private static func provisioning(
    _ device: SigningKey, _ tam: SigningKey, _ signer: SigningKey, _ recipient: SigningKey,
    _ macKey: MACKey?
  ) -> [UInt8] {
    let vendorIdentifier = UUID.vendor(domain: vendor).bytes
    let classIdentifier = UUID.deviceClass(deviceClass, vendor: UUID.vendor(domain: vendor)).bytes
    let uri = Array("http://tam.example/tam".utf8)
    let (deviceKey, deviceIdentifier) = (device.privateRepresentation, device.verificationKey.thumbprint)
    let (recipientKey, recipientIdentifier) = (
      recipient.privateRepresentation, recipient.verificationKey.thumbprint
    )
    let kek = keyEncryptionKey
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.provisioningHeader(
        algorithm: .esp256, privateKey: deviceKey.span, keyIdentifier: deviceIdentifier.span,
        optionalMemberCount: 1)
      try writer.provisioningTAMs(count: 1)
      try writer.anchor(tam.verificationKey, uri: uri)
      try writer.provisioningSigners(count: macKey == nil ? 1 : 2)
      try writer.anchor(signer.verificationKey, uri: [])
      if let macKey {
        try writer.anchor(.hmac256, key: macKey.bytes, identifier: macKey.thumbprint, uri: [])
      }
      try writer.provisioningTrailer(
        vendorIdentifier: vendorIdentifier.span, classIdentifier: classIdentifier.span)
      try writer.provisioningDecryptionKeys(count: 2)
      try writer.decryptionKey(
        .ecdhESA128KW, recipientKey.span, keyIdentifier: recipientIdentifier.span)
      try writer.decryptionKey(.a128KW, kek.span, keyIdentifier: Span())
    })
  }

  /// Hands the agent an Update with `envelopes` and with `unneeded` manifests.
  ///
  /// - Returns: nil for a Success; the reason of the report in an Error; `ok` for an Error without report.
  mutating func update(
    _ envelopes: [[UInt8]] = [], unneeded: [ComponentIdentifier] = []
  ) throws -> SUITReportReason? {
    let payload = try Self.payload(envelopes, unneeded)
    let message = try payload.signed(by: tam)
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    guard case .message(let start, let count) = agent.processTEEPMessage(message.span, response: &span)
    else { throw UnexpectedAnswer(is: "no message") }
    let signed = try COSESigned(decoding: response.span.extracting(start..<start + count))
    guard let content = signed.payload else { throw UnexpectedAnswer(is: "not signed") }
    let answer = try TEEPMessage(decoding: content, numbers: .final)
    guard answer.type != .success else { return nil }
    guard let reports = answer.list(.suitReports) else { return .ok }
    var reader = reports.makeReader()
    guard case .failure(_, _, let reason) = try SUITReport(decoding: reader.byteString()).result else {
      throw UnexpectedAnswer(is: "an Error whose report is of success")
    }
    return reason
  }

  private static func payload(
    _ envelopes: [[UInt8]], _ unneeded: [ComponentIdentifier]
  ) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    var message = try TEEPMessageWriter(.update, numbers: .final, into: buffer.mutableSpan)
    if !envelopes.isEmpty {
      try message.list(.manifestList, count: envelopes.count) { (cbor) throws(EncodeError) in
        for envelope in envelopes { try cbor.byteString(envelope.span) }
      }
    }
    if !unneeded.isEmpty {
      try message.list(.unneededManifestList, count: unneeded.count) { (cbor) throws(EncodeError) in
        for identifier in unneeded { try cbor.raw(identifier.encoded.span) }
      }
    }
    let count = message.finish()
    return Array(buffer.prefix(count))
  }

  /// From now on payloads are found at these URIs.
  mutating func serve(_ payloads: [String: [UInt8]]) throws {
    agent = try Self.start(flash, payloads)
  }

  /// What is installed, read from the flash by a store of its own.
  func installed() throws -> [String: [UInt8]] {
    let components = try StoreImage(flash.snapshot.memory).manifests.flatMap(\.components)
    return Dictionary(
      components.map { ($0.identifier.description, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  /// The agent's answer is none to an Update.
  struct UnexpectedAnswer: Error {
    let what: String

    init(is what: String) { self.what = what }
  }
}

extension CBORWriter {
  @_lifetime(self: copy self)
  fileprivate mutating func anchor(_ key: VerificationKey, uri: [UInt8]) throws(EncodeError) {
    try anchor(key.algorithm, key: key.rawRepresentation, identifier: key.thumbprint, uri: uri)
  }

  @_lifetime(self: copy self)
  fileprivate mutating func anchor(
    _ algorithm: COSEAlgorithm, key: [UInt8], identifier: [UInt8], uri: [UInt8]
  ) throws(EncodeError) {
    try trustAnchor(
      TrustAnchorDescription(
        algorithm: algorithm, publicKey: key.span, keyIdentifier: identifier.span, uri: uri.span,
        vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span()))
  }
}

extension [UInt8] {
  /// A tagged COSE_Sign1 around these bytes.
  fileprivate func signed(by key: SigningKey) throws -> [UInt8] {
    let protected = COSEProtectedBucket(key.algorithm)
    let signature = try key.signature(of: SignatureStructure(sign1Protected: protected.bytes, payload: span))
    let identifier = key.verificationKey.thumbprint
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.coseSign1(
        key.algorithm, keyIdentifier: identifier.span, payload: span, signature: signature.span)
    })
  }
}
