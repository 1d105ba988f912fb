import Foundation
import GRDB
import Logging
import TEEPCodec
import TEEPHost

extension TAM {
  /// Takes note of a Success (draft-ietf-teep-protocol-26, section 4.5). Where its Update did not do all that is due, a
  /// QueryRequest in the cipher suite of the device goes on with the session; otherwise nothing is left to say.
  func finish(_ message: AgentMessage, text: String?, from device: DeviceRecord) async throws -> [UInt8]? {
    var metadata: Logger.Metadata = ["device": "\(device.name)"]
    if let text { metadata["message"] = "\(text.debugDescription)" }
    // Without a token it answers an Update that had none, of which nothing waits for an answer.
    guard let token = message.token else {
      logger.info("Success to a message without token", metadata: metadata)
      return nil
    }
    let deviceID = device.id ?? 0
    let isAnswer = ManifestReport.answer(message.reports, to: token)
    let sent = try await store.database.write { database -> TokenRecord.SentUpdate? in
      guard
        let sent = try TokenRecord.use(
          token, kinds: [.update], deviceID: deviceID, now: now(), in: database)?.update
      else { throw DropReason.badToken }
      // The first answer with a valid signature uses the token, be it acceptable or not (section 7.1).
      guard isAnswer else { return nil }
      try record(sent, reports: message.reports, of: deviceID, in: database)
      try device.succeeded(at: now(), in: database)
      return sent
    }
    guard isAnswer else { throw DropReason.badNonce }
    logger.info("Success", metadata: metadata)
    guard sent?.isPartial == true, let key = keys.key(forKeyOf: device) else { return nil }
    return try COSEEncoding.sign1(await makeQueryRequest(for: deviceID), with: key)
  }

  /// Takes note of an Error (section 4.6). What it was about is sent again in a later session.
  func take(_ failure: AgentFailure, in message: AgentMessage, from device: DeviceRecord) async throws {
    var metadata: Logger.Metadata = ["device": "\(device.name)", "code": "\(failure.code.rawValue)"]
    if let text = failure.message { metadata["message"] = "\(text.debugDescription)" }
    for report in message.reports { metadata["report"] = "\(report.result.phrase)" }
    // An agent that could not read a message knows no token. Anyone can replay such an Error, so it changes nothing.
    guard let token = message.token else {
      logger.warning("Error to a message without token", metadata: metadata)
      return
    }
    let deviceID = device.id ?? 0
    let isAnswer = try await store.database.write { database in
      guard
        let record = try TokenRecord.use(
          token, kinds: [.queryRequest, .update], deviceID: deviceID, now: now(), in: database)
      else { throw DropReason.badToken }
      // Only a report about an Update has a nonce to keep (section 4.6: suit-reports).
      guard record.kind == .queryRequest || ManifestReport.answer(message.reports, to: token) else {
        return false
      }
      if let sent = record.update, failure.code != .temporaryError {
        try recordFailure(of: sent, reports: message.reports, deviceID: deviceID, in: database)
      }
      try device.failed(failure, at: now(), in: database)
      return true
    }
    guard isAnswer else { throw DropReason.badNonce }
    logger.warning("Error: \(failure.code.meaning)", metadata: metadata)
  }

  /// Notes what a device holds after an Update: nothing of what was removed, and what the manifests install, as their
  /// reports say or, without a report, as they say themselves.
  private func record(
    _ sent: TokenRecord.SentUpdate, reports: [ManifestReport], of deviceID: Int64, in database: Database
  ) throws {
    for identifier in sent.removed {
      try InstalledComponentRecord.removeAll(of: deviceID, installedBy: identifier, in: database)
    }
    var done = sent.removed
    for id in sent.manifests {
      guard let manifest = try ManifestRecord.fetchOne(database, key: id) else { continue }
      done.append(manifest.identifier)
      let report = reports.first { $0.sha256 == Array(manifest.sha256) }
      var components = try ManifestComponentRecord.all(of: id, in: database).compactMap(\.component)
      for claim in report?.components ?? [] {
        if let index = components.firstIndex(where: { $0.identifier == claim.identifier }) {
          components[index] = claim
        }
      }
      try InstalledComponentRecord.removeAll(of: deviceID, installedBy: manifest.identifier, in: database)
      for var component in components {
        component.sequenceNumber = UInt64(clamping: manifest.sequenceNumber)
        try InstalledComponentRecord(component, deviceID: deviceID).insert(database, onConflict: .replace)
      }
    }
    try FailedChangeRecord.remove(done, of: deviceID, in: database)
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
