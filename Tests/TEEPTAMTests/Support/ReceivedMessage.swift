import Crypto
import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPTAM

/// What a device finds in a message of the TAM.
struct ReceivedMessage {
  struct Signature {
    let algorithm: COSEAlgorithm?
    let keyIdentifier: [UInt8]
    let value: [UInt8]
    /// Those that come with it, in DER.
    let certificates: [[UInt8]]
  }

  let isSign1: Bool
  let payload: [UInt8]
  let signatures: [Signature]
  let type: TEEPMessageType
  let token: [UInt8]
  let envelopes: [[UInt8]]
  let unneeded: [ComponentIdentifier]
  let errorCode: UInt64?
  let challenge: [UInt8]?
  let attestationPayload: [UInt8]?
  let attestationPayloadFormat: String?
  /// The encoded list of cipher suites of a QueryRequest, item by item.
  let suites: [[UInt8]]
  let dataItems: UInt64

  init(_ bytes: [UInt8]?, _ numbers: TEEPNumbers = .final) throws {
    let bytes = try #require(bytes)
    let signed = try COSESigned(decoding: bytes.span)
    isSign1 = signed.isSign1
    var signatures: [Signature] = []
    for index in 0..<signed.signatureCount {
      let signature = try signed.signature(at: index)
      try signatures.append(
        Signature(
          algorithm: signature.algorithm,
          keyIdentifier: [UInt8](copying: signed.keyIdentifier(of: signature)) ?? [],
          value: [UInt8](copying: signed.value(of: signature)),
          certificates: Self.certificates(of: signature, in: signed)))
    }
    self.signatures = signatures
    let payload = [UInt8](copying: signed.payload) ?? []
    self.payload = payload
    let message = try TEEPMessage(decoding: payload.span, numbers: numbers)
    type = message.type
    challenge = [UInt8](copying: message.string(.challenge))
    attestationPayload = [UInt8](copying: message.string(.attestationPayload))
    attestationPayloadFormat = String(copying: message.string(.attestationPayloadFormat))
    dataItems = message.type == .queryRequest ? message.dataItemRequested.rawValue : 0
    var suites: [[UInt8]] = []
    if message.type == .queryRequest, let list = message.offeredCipherSuites {
      var reader = list.makeReader()
      for _ in 0..<list.count {
        let range = try reader.skip()
        suites.append([UInt8](copying: reader.bytes.extracting(range.start..<range.end)))
      }
    }
    self.suites = suites
    token = [UInt8](copying: message.token) ?? []
    errorCode = message.errorCode?.rawValue
    var envelopes: [[UInt8]] = []
    if let list = message.list(.manifestList) {
      var reader = list.makeReader()
      for _ in 0..<list.count { try envelopes.append([UInt8](copying: reader.byteString())) }
    }
    self.envelopes = envelopes
    var unneeded: [ComponentIdentifier] = []
    if let list = message.list(.unneededManifestList) {
      var reader = list.makeReader()
      for _ in 0..<list.count {
        let range = try reader.skip()
        try unneeded.append(
          ComponentIdentifier(decoding: reader.bytes.extracting(range.start..<range.end)))
      }
    }
    self.unneeded = unneeded
  }

  private static func certificates(
    of signature: COSESignature, in signed: borrowing COSESigned
  ) throws -> [[UInt8]] {
    guard let chain = try signed.certificateChain(of: signature) else { return [] }
    var certificates: [[UInt8]] = []
    for index in 0..<chain.count { try certificates.append([UInt8](copying: chain.certificate(at: index))) }
    return certificates
  }

  /// Whether the n-th signature is one of `key`, checked with swift-crypto over a structure made by hand.
  func isSigned(at index: Int, by key: VerificationKey) throws -> Bool {
    let signature = signatures[index]
    let protected: [UInt8] = key.type == .p256 ? [0xA1, 0x01, 0x28] : [0xA1, 0x01, 0x32]
    let structure: HandmadeCBOR =
      isSign1
      ? ["Signature1", .bytes(protected), .bytes([]), .bytes(payload)]
      : ["Signature", .bytes([]), .bytes(protected), .bytes([]), .bytes(payload)]
    switch key.type {
    case .p256:
      return try P256.Signing.PublicKey(rawRepresentation: key.rawRepresentation).isValidSignature(
        P256.Signing.ECDSASignature(rawRepresentation: signature.value), for: structure.encoded)
    case .ed25519:
      return try Curve25519.Signing.PublicKey(rawRepresentation: key.rawRepresentation).isValidSignature(
        signature.value, for: structure.encoded)
    }
  }
}
