import Foundation
import GRDB
import Logging
import TEEPCodec
import TEEPHost

extension TAM {
  /// Takes note of an Error (draft-ietf-teep-protocol-26, section 4.6), and answers one that says what the agent lacks with
  /// another QueryRequest. What else it was about is sent again in a later session.
  func answer(
    _ failure: AgentFailure, in message: AgentMessage, from device: DeviceRecord
  ) async throws -> [UInt8]? {
    var metadata: Logger.Metadata = ["device": "\(device.name)", "code": "\(failure.code.rawValue)"]
    if let text = failure.message { metadata["message"] = "\(text.debugDescription)" }
    for report in message.reports { metadata["report"] = "\(report.result.phrase)" }
    let isRenewed = message.token == nil && renewCertificates(after: failure, of: device)
    let conclusion = try await store.database.write { database in
      try message.token == nil
        ? renegotiate(after: failure, in: message, from: device, isRenewed: isRenewed, in: database)
        : take(failure, in: message, from: device, in: database)
    }
    guard case .retry(let next) = conclusion else { throw DropReason.badNonce }
    logger.warning("Error: \(failure.code.meaning)", metadata: metadata)
    guard let next else { return nil }
    let evidence =
      next.isAttested ? try await attestation.ownEvidence?.payload(challenge: failure.challenge) : nil
    return try await makeQueryRequest(next, for: device, evidence: evidence)
  }

  private var canAttest: Bool { attestation.ownEvidence != nil }

  /// How many chains of certificates there are to try with a device.
  private func certificateChains(for device: DeviceRecord) -> Int {
    KeyType(rawValue: device.keyType).map { certificates.count(for: $0) } ?? 0
  }

  /// Reads the certificates again where a device takes them for expired: whoever renews them need not restart the TAM.
  ///
  /// - Returns: whether there are others now.
  private func renewCertificates(after failure: AgentFailure, of device: DeviceRecord) -> Bool {
    guard failure.code == .certificateExpired, let type = KeyType(rawValue: device.keyType) else {
      return false
    }
    let (isRenewed, problems) = certificates.renew(for: type, now: now())
    for problem in problems { logger.error("\(problem)", metadata: ["device": "\(device.name)"]) }
    if isRenewed { logger.notice("certificates renewed", metadata: ["device": "\(device.name)"]) }
    return isRenewed
  }

  /// Seconds after which a QueryRequest that is not answered may have got lost.
  private static let patience: TimeInterval = 60

  /// What follows from an Error.
  private enum Conclusion {
    /// Another QueryRequest, where there is one to try.
    case retry(Offer?)
    /// A report of another session. The token is used all the same: it was the first answer with a valid signature
    /// (section 7.1).
    case badNonce
  }

  /// An Error without token, which is about a message that the agent could not read or about a QueryRequest with a
  /// challenge. Anyone can replay it, so it changes nothing; where it says nothing new, the QueryRequest that waits for
  /// its answer is sent again after a while, since it may have got lost.
  ///
  /// - Parameter isRenewed: whether the certificates are others now than those that the device was sent.
  private func renegotiate(
    after failure: AgentFailure, in message: AgentMessage, from device: DeviceRecord, isRenewed: Bool,
    in database: Database
  ) throws -> Conclusion {
    let waiting = try TokenRecord.lastOffer(to: device.id ?? 0, now: now(), in: database)
    let base = waiting?.offer ?? firstOffer
    if isRenewed { return .retry(base) }
    let next = base.renegotiated(
      after: failure, in: message.provedDialect, canAttest: canAttest,
      certificateChains: certificateChains(for: device))
    if let next { return .retry(next) }
    if failure.code == .badCertificate || failure.code == .certificateExpired {
      try device.refusesCertificates(failure, at: now(), in: database)
    }
    guard let waiting, waiting.offer != firstOffer,
      waiting.expires - limits.tokenLifetime + Self.patience <= now()
    else { return .retry(nil) }
    return .retry(waiting.offer)
  }

  /// An Error about the message with its token.
  private func take(
    _ failure: AgentFailure, in message: AgentMessage, from device: DeviceRecord, in database: Database
  ) throws -> Conclusion {
    let deviceID = device.id ?? 0
    guard let token = message.token,
      let record = try TokenRecord.use(
        token, kinds: [.queryRequest, .update], deviceID: deviceID, now: now(), in: database)
    else { throw DropReason.badToken }
    // Only a report about an Update has a nonce to keep (section 4.6: suit-reports).
    guard record.kind == .queryRequest || ManifestReport.answer(message.reports, to: token) else {
      return .badNonce
    }
    if let sent = record.update, failure.code != .temporaryError {
      try recordFailure(of: sent, reports: message.reports, deviceID: deviceID, in: database)
    }
    try device.failed(failure, at: now(), in: database)
    let base = record.offer ?? nextOffer(for: device)
    // The certificates that an Error about an Update means are those of a manifest.
    let chains = record.kind == .update ? 0 : certificateChains(for: device)
    return .retry(
      base.renegotiated(
        after: failure, in: message.provedDialect, canAttest: canAttest, certificateChains: chains))
  }

  /// Notes which change failed: the one that a report names or, without a report, any of the Update.
  func recordFailure(
    of sent: TokenRecord.SentUpdate, reports: [ManifestReport], deviceID: Int64, in database: Database
  ) throws {
    let manifests = try sent.manifests.compactMap { try ManifestRecord.fetchOne(database, key: $0) }
    let reported = manifests.filter { manifest in
      reports.contains { $0.result != .success && $0.sha256 == Array(manifest.sha256) }
    }
    let failed = reported.isEmpty ? sent.removed + manifests.map(\.identifier) : reported.map(\.identifier)
    for identifier in failed {
      try FailedChangeRecord(deviceID: deviceID, identifier: identifier, time: now())
        .insert(database, onConflict: .replace)
    }
  }
}
