import Crypto
import TEEPCodec
import TEEPHost

@testable import TEEPTAM

/// An agent's messages, signed with swift-crypto over bytes made by hand.
struct FakeAgent: Sendable {
  enum Key: Sendable {
    case p256(P256.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  let key: Key
  let verificationKey: VerificationKey
  /// Whether it writes the numbers of the drafts before draft-ietf-teep-protocol-24.
  var isLegacy = false

  init(_ type: KeyType = .p256) throws {
    switch type {
    case .p256:
      let key = P256.Signing.PrivateKey()
      self.key = .p256(key)
      verificationKey = try VerificationKey(
        type: .p256, rawRepresentation: Array(key.publicKey.rawRepresentation))
    case .ed25519:
      let key = Curve25519.Signing.PrivateKey()
      self.key = .ed25519(key)
      verificationKey = try VerificationKey(
        type: .ed25519, rawRepresentation: Array(key.publicKey.rawRepresentation))
    }
  }

  /// A COSE_Sign1 (RFC 9052, section 4.2) around a message.
  func sign(
    _ message: HandmadeCBOR, algorithm: Int64? = nil, keyIdentifier: [UInt8]? = nil,
    hasKeyIdentifier: Bool = true, certificates: [[UInt8]] = []
  ) throws -> [UInt8] {
    let payload = message.encoded
    let number = algorithm ?? (verificationKey.type == .p256 ? -9 : -19)
    let protected = HandmadeCBOR.map([(1, .negative(number))]).encoded
    let structure = HandmadeCBOR.array(["Signature1", .bytes(protected), .bytes([]), .bytes(payload)]).encoded
    let signature: [UInt8] =
      switch key {
      case .p256(let key): try Array(key.signature(for: structure).rawRepresentation)
      case .ed25519(let key): try Array(key.signature(for: structure))
      }
    var unprotected: [(HandmadeCBOR, HandmadeCBOR)] =
      hasKeyIdentifier ? [(4, .bytes(keyIdentifier ?? verificationKey.thumbprint))] : []
    // x5chain: one certificate, or an array of several.
    let chain = certificates.map(HandmadeCBOR.bytes)
    if !chain.isEmpty { unprotected.append((33, chain.count == 1 ? chain[0] : .array(chain))) }
    return HandmadeCBOR.tagged(
      18, [.bytes(protected), .map(unprotected), .bytes(payload), .bytes(signature)]
    ).encoded
  }

  /// A label: from 5 on, earlier drafts had one more before it.
  private func label(_ number: Int64) -> HandmadeCBOR {
    HandmadeCBOR(integerLiteral: isLegacy && number >= 5 ? number + 1 : number)
  }

  /// A message type: from 4 on, earlier drafts had one more before it.
  private func type(_ number: Int64) -> HandmadeCBOR {
    HandmadeCBOR(integerLiteral: isLegacy && number >= 4 ? number + 1 : number)
  }

  /// A QueryResponse (draft-ietf-teep-protocol-26, section 4.3): labels 5, 7, 13, 14, 18, 19.
  func queryResponse(
    token: [UInt8]?, installed: [InstalledComponent] = [], requested: [HandmadeCBOR] = [],
    unneeded: [ComponentIdentifier] = [], reports: [HandmadeCBOR] = [], version: UInt64 = 0,
    attestation: AttestationPayload? = nil
  ) throws -> [UInt8] {
    var options: [(HandmadeCBOR, HandmadeCBOR)] = [(label(5), .unsigned(version))]
    if let attestation { options.append((label(6), .bytes(attestation.bytes))) }
    options.append((label(7), .array(installed.map(\.claims))))
    if let format = attestation?.format { options.append((label(12), .text(format))) }
    if !requested.isEmpty { options.append((label(13), .array(requested))) }
    if !unneeded.isEmpty { options.append((label(14), .array(unneeded.map { .raw($0.encoded) }))) }
    if !reports.isEmpty { options.append((label(18), .array(reports.map { .bytes($0.encoded) }))) }
    if let token { options.append((label(19), .bytes(token))) }
    return try sign([2, .map(options)])
  }

  /// A Success (section 4.5): labels 18, 19.
  func success(token: [UInt8]?, reports: [HandmadeCBOR] = []) throws -> [UInt8] {
    var options: [(HandmadeCBOR, HandmadeCBOR)] = []
    if !reports.isEmpty { options.append((label(18), .array(reports.map { .bytes($0.encoded) }))) }
    if let token { options.append((label(19), .bytes(token))) }
    return try sign([type(4), .map(options)])
  }

  /// An Error (section 4.6): labels 1, 2, 11, 18, 19, 20.
  func error(
    _ code: UInt64, token: [UInt8]?, message: String? = nil, reports: [HandmadeCBOR] = [],
    suites: [Int64] = [], challenge: [UInt8]? = nil, freshness: [HandmadeCBOR] = []
  ) throws -> [UInt8] {
    var options: [(HandmadeCBOR, HandmadeCBOR)] = []
    if !suites.isEmpty {
      options.append((1, .array(suites.map { [[18, HandmadeCBOR(integerLiteral: $0)]] })))
    }
    if let challenge { options.append((2, .bytes(challenge))) }
    if let message { options.append((label(11), .text(message))) }
    if !reports.isEmpty { options.append((label(18), .array(reports.map { .bytes($0.encoded) }))) }
    if let token { options.append((label(19), .bytes(token))) }
    if !freshness.isEmpty { options.append((label(20), .array(freshness))) }
    return try sign([type(5), .map(options), .unsigned(code)])
  }
}

extension InstalledComponent {
  /// system-property-claims (draft-ietf-suit-report-18, section 4).
  var claims: HandmadeCBOR {
    var pairs: [(HandmadeCBOR, HandmadeCBOR)] = [(0, .raw(identifier.encoded))]
    if let sha256 { pairs.append((3, .bytes(HandmadeCBOR.array([-16, .bytes(sha256)]).encoded))) }
    if let size { pairs.append((14, .unsigned(size))) }
    return .map(pairs)
  }
}

/// A requested-tc-info (draft-ietf-teep-protocol-26, section 4.3).
func request(
  _ identifier: ComponentIdentifier, minimum: UInt64? = nil, haveBinary: Bool = false
) -> HandmadeCBOR {
  var pairs: [(HandmadeCBOR, HandmadeCBOR)] = [(15, .raw(identifier.encoded))]
  if let minimum { pairs.append((16, .unsigned(minimum))) }
  if haveBinary { pairs.append((17, .boolean(true))) }
  return .map(pairs)
}

/// A SUIT_Report (draft-ietf-suit-report-18, section 4); `failure` is a reason.
func report(
  of sha256: [UInt8], nonce: [UInt8]?, failure: UInt64? = nil, claims: [InstalledComponent] = []
) -> HandmadeCBOR {
  var pairs: [(HandmadeCBOR, HandmadeCBOR)] = []
  if let nonce { pairs.append((2, .bytes(nonce))) }
  pairs.append((3, .array(claims.map(\.claims))))
  if let failure {
    pairs.append((4, .map([(5, 21), (6, [[], 20, 5, 0, .map([])]), (7, .unsigned(failure))])))
  } else {
    pairs.append((4, .boolean(true)))
  }
  pairs.append((99, ["", [-16, .bytes(sha256)]]))
  return .map(pairs)
}
