import Foundation
import GRDB
import TEEPCodec
import TEEPHost

extension TAM {
  /// What a session begins with: nothing is known of the agent that will answer.
  var firstOffer: Offer {
    Offer(suites: keys.keys.map(\.type), freshness: attestation.freshness)
  }

  /// What a session of a device goes on with.
  func nextOffer(for device: DeviceRecord) -> Offer {
    var offer = firstOffer
    offer.dialect = device.dialect ?? offer.dialect
    offer.certificates = device.certificates
    if isTrusted(device) { offer.freshness = [] }
    return offer
  }

  /// A signed QueryRequest with a new token or challenge.
  ///
  /// Where it is not known who will answer, it carries a signature of each cipher suite (section 8.1); otherwise it is
  /// signed in the cipher suite of the device.
  ///
  /// - Parameter evidence: what attests the TAM.
  func makeQueryRequest(
    _ offer: Offer, for device: DeviceRecord?, evidence: AttestationPayload? = nil
  ) async throws -> [UInt8] {
    let nonce = Self.newNonce(count: offer.asksForAttestation ? 32 : 16)
    try await store.database.write { database in
      var record = TokenRecord(
        value: Data(nonce), kind: offer.asksForAttestation ? .challenge : .queryRequest, deviceID: device?.id,
        expires: now() + limits.tokenLifetime, offer: offer)
      try record.issue(within: limits, now: now(), in: database)
    }
    let message = QueryRequest(nonce: nonce, offer: offer, attestation: evidence).encoded
    guard let device else {
      return try COSEEncoding.sign(
        message, by: offer.suites.compactMap { signer(for: $0, offer.certificates) })
    }
    let suite = offer.suites.first { $0.rawValue == device.keyType } ?? offer.suites.first
    guard let signer = suite.flatMap({ signer(for: $0, offer.certificates) }) else {
      throw DropReason.noCipherSuite
    }
    return try COSEEncoding.sign1(message, by: signer)
  }

  /// Who signs in the cipher suite of a type of key, with the chain of certificates of that number.
  private func signer(for type: KeyType, _ number: Int?) -> MessageSigner? {
    keys.key(for: type).map {
      MessageSigner(key: $0, certificates: certificates.encoded(for: type, number: number ?? 0))
    }
  }

  /// Who signs for a device, with the certificates that it takes.
  func signer(for device: DeviceRecord) throws -> MessageSigner {
    guard let signer = KeyType(rawValue: device.keyType).flatMap({ signer(for: $0, device.certificates) })
    else { throw DropReason.noCipherSuite }
    return signer
  }

  /// A token or challenge that was never used before, from the system's secure random source (section 4.1.1).
  static func newNonce(count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
