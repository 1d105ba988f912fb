import TEEPHost

@testable import TEEPTAM

/// Evidence or an attestation result, made by hand: a CWT in a COSE_Sign1 with the claims of
/// draft-ietf-teep-protocol-26, section 5.
struct FakeEvidence {
  /// The media type of EATs that are no attestation result.
  static let format = "application/eat+cwt; eat_profile=\"urn:ietf:rfc:rfc9711\""
  static let ueid: [UInt8] = [0x01] + Array(0...15)

  /// What `cnf` names.
  var keyIdentifier: [UInt8]
  var challenge: [UInt8]?
  var issued: Int64?
  var expires: Int64?
  var ueid: [UInt8]? = FakeEvidence.ueid
  var hardwareModel: [UInt8] = Array("model-1".utf8)
  var firmware = [UInt8](repeating: 7, count: 32)
  /// `ear.status`.
  var status: UInt64?

  init(of agent: FakeAgent, challenge: [UInt8]? = nil) {
    keyIdentifier = agent.verificationKey.thumbprint
    self.challenge = challenge
  }

  var claims: HandmadeCBOR {
    var pairs: [(HandmadeCBOR, HandmadeCBOR)] = []
    if let expires { pairs.append((4, HandmadeCBOR(integerLiteral: expires))) }
    if let issued { pairs.append((6, HandmadeCBOR(integerLiteral: issued))) }
    pairs.append((8, .map([(3, .bytes(keyIdentifier))])))
    if let challenge { pairs.append((10, .bytes(challenge))) }
    if let ueid { pairs.append((256, .bytes(ueid))) }
    pairs.append((258, .bytes([0xF1, 0xE2, 0xD3])))
    pairs.append((259, .bytes(hardwareModel)))
    pairs.append((260, ["1.0"]))
    let reference: HandmadeCBOR = ["", [-16, .bytes(firmware)]]
    pairs.append((272, [[60, .bytes(reference.encoded)]]))
    if let status { pairs.append((1000, .unsigned(status))) }
    return .map(pairs)
  }

  /// The claims, signed by the key of `signer`, with certificates beside the signature.
  func signed(by signer: FakeAgent, certificates: [[UInt8]] = []) throws -> AttestationPayload {
    AttestationPayload(bytes: try signer.sign(claims, certificates: certificates), format: Self.format)
  }

  /// The claims as an attestation result: without a media type it is of TEEP's own profile.
  func result(by verifier: FakeAgent) throws -> AttestationPayload {
    AttestationPayload(bytes: try verifier.sign(claims), format: nil)
  }
}
