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
    guard sent?.isPartial == true else { return nil }
    return try await makeQueryRequest(nextOffer(for: device), for: device)
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
}
