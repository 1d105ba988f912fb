import Foundation
import GRDB
import Logging
import TEEPCodec
import TEEPHost

extension TAM {
  /// Whether what a device says of itself counts without evidence in the message.
  func isTrusted(_ device: DeviceRecord) -> Bool {
    !attestation.isRequired || device.attestedUntil.map { $0 > now() } ?? false
  }

  /// Answers a QueryResponse to a QueryRequest that asked for attestation (draft-ietf-teep-protocol-26, section 7.1.1).
  func answerAttested(
    _ message: AgentMessage, version: UInt64, inventory: Inventory, from device: DeviceRecord
  ) async throws -> [UInt8]? {
    // Without a token it answers no other QueryRequest of this TAM.
    guard attestation.isRequired else { throw DropReason.badToken }
    guard let payload = try opened(message.attestation) else {
      return try refuse(device, .attestationRequired, "there is no attestation payload that can be read")
    }
    if let failure = Self.failure(of: message, version: version) {
      return try refuse(device, failure.code, failure.message)
    }
    guard let used = try await useChallenge(of: payload, by: device) else {
      // Evidence whose nonce cannot be read here needs a challenge that is known to be this device's.
      return try await makeQueryRequest(nextOffer(for: device), for: device)
    }
    let (challenge, device) = used
    let appraisal: Appraisal
    do {
      appraisal = try await appraise(payload, challenge: challenge, of: device)
    } catch let error as VerifierError {
      logger.error("attestation: \(error)", metadata: ["device": "\(device.name)"])
      return try refuse(device, .temporaryError, "the verifier does not answer")
    }
    return try await answer(inventory, from: device, appraisal)
  }

  private func appraise(
    _ payload: AttestationPayload, challenge: [UInt8], of device: DeviceRecord
  ) async throws -> Appraisal {
    let attesting = AttestingDevice(
      keyIdentifier: Array(device.keyIdentifier), challenge: challenge,
      attestationKey: device.attestationKey.flatMap { try? VerificationKey(pem: $0) },
      ueid: device.ueid.map { Array($0) }, time: now())
    if payload.isAttestationResult {
      return AttestationResult(verifierKeys: attestation.verifierKeys, age: attestation.resultAge, now: now())
        .appraise(payload.bytes, of: attesting)
    }
    guard let verifier = attestation.verifier else { return .failed("this TAM takes no evidence") }
    return try await verifier.appraise(payload, of: attesting)
  }

  /// The payload, decrypted where it is encrypted; nil where there is none or it cannot be decrypted.
  private func opened(_ payload: AttestationPayload?) throws -> AttestationPayload? {
    guard let payload, PayloadDecryption.isEncrypted(payload.bytes) else { return payload }
    guard let plain = try? decryption?.open(payload.bytes, .eatEncryption) else { return nil }
    return AttestationPayload(bytes: plain, format: payload.format)
  }

  /// The challenge that a payload answers, which is used by that, and the device with the certificates that it was sent;
  /// nil where none can be found. The nonce is read before it is known who signed it, and only looked up.
  private func useChallenge(
    of payload: AttestationPayload, by device: DeviceRecord
  ) async throws -> (challenge: [UInt8], DeviceRecord)? {
    let nonce = Self.nonce(of: payload)
    if payload.isAttestationResult, nonce == nil { return ([], device) }
    return try await store.database.write { database in
      let record: TokenRecord
      if let nonce {
        let used = try TokenRecord.use(
          nonce, kinds: [.challenge], deviceID: device.id ?? 0, now: now(), in: database)
        guard let used else { throw DropReason.badToken }
        record = used
      } else {
        let used = try TokenRecord.useLastChallenge(to: device.id ?? 0, now: now(), in: database)
        guard let used else { return nil }
        record = used
      }
      return try (Array(record.value), device.taking(record.offer?.certificates, in: database))
    }
  }

  private static func nonce(of payload: AttestationPayload) -> [UInt8]? {
    guard let signed = try? COSESigned(decodingCWT: payload.bytes.span), let content = signed.payload,
      let claims = try? EATClaims(decoding: content)
    else { return nil }
    return [UInt8](copying: claims.nonce)
  }

  /// The three cases of section 7.1.1.1.
  private func answer(
    _ inventory: Inventory, from device: DeviceRecord, _ appraisal: Appraisal
  ) async throws -> [UInt8]? {
    let token = Self.newNonce(count: 16)
    let update = try await store.database.write { database -> Update? in
      var device = device
      switch appraisal {
      case .passed:
        try device.attested(at: now(), until: now() + attestation.validity, problem: nil, in: database)
        return try plan(for: device, inventory: inventory, token: token, in: database)
      case .outOfDate(let problem):
        try device.attested(at: now(), until: nil, problem: problem, in: database)
        return try repair(device, inventory: inventory, token: token, in: database)
          ?? Update(failure: appraisal.failure)
      case .failed(let problem), .badCertificate(let problem), .certificateExpired(let problem):
        try device.attested(at: now(), until: nil, problem: problem, in: database)
        return Update(failure: appraisal.failure)
      }
    }
    log(device, appraisal)
    log(device, update)
    return try update.map { try sign($0, for: device) }
  }

  private func refuse(
    _ device: DeviceRecord, _ code: TEEPErrorCode, _ message: StaticString
  ) throws -> [UInt8] {
    let update = Update(failure: Update.Failure(code: code, message: message))
    log(device, update)
    return try sign(update, for: device)
  }

  private func log(_ device: DeviceRecord, _ appraisal: Appraisal) {
    let metadata: Logger.Metadata = ["device": "\(device.name)"]
    switch appraisal {
    case .passed: logger.info("attestation passed", metadata: metadata)
    case .outOfDate(let problem), .failed(let problem), .badCertificate(let problem),
      .certificateExpired(let problem):
      logger.warning("attestation failed: \(problem)", metadata: metadata)
    }
  }
}

extension Appraisal {
  /// What the device is told where nothing is left to repair it (section 4.6).
  fileprivate var failure: Update.Failure {
    switch self {
    case .badCertificate: Update.Failure(code: .badCertificate, message: "bad attestation certificate")
    case .certificateExpired:
      Update.Failure(code: .certificateExpired, message: "attestation certificate expired")
    default: Update.Failure(code: .attestationRequired, message: "attestation failed")
    }
  }
}

/// Why a verifier could not be asked, as one sentence that begins with where it is.
struct VerifierError: Error, CustomStringConvertible {
  let description: String
}
