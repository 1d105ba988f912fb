import Foundation
import GRDB
import Logging
import TEEPCodec
import TEEPHost

extension TAM {
  /// Answers a QueryResponse with the Update that is due, if one is (draft-ietf-teep-protocol-26, section 7.1.1).
  func answer(
    _ message: AgentMessage, version: UInt64, inventory: Inventory, from device: DeviceRecord
  ) async throws -> [UInt8]? {
    // Whom the TAM has no key for is told nothing, and uses no token.
    _ = try signer(for: device)
    guard let token = message.token else {
      return try await answerAttested(message, version: version, inventory: inventory, from: device)
    }
    let failure = Self.failure(of: message, version: version)
    let next = Self.newNonce(count: 16)
    let (current, update) = try await store.database.write { database -> (DeviceRecord, Update?) in
      let record = try TokenRecord.use(
        token, kinds: [.queryRequest], deviceID: device.id ?? 0, now: now(), in: database)
      guard let record else { throw DropReason.badToken }
      let current = try device.taking(record.offer?.certificates, in: database)
      if let failure { return (current, Update(failure: failure)) }
      guard isTrusted(current) else { return (current, nil) }
      return try (current, plan(for: device, inventory: inventory, token: next, in: database))
    }
    // The token is from before the TAM asked for attestation.
    if failure == nil, !isTrusted(device) {
      return try await makeQueryRequest(nextOffer(for: current), for: current)
    }
    log(current, update)
    return try update.map { try sign($0, for: current) }
  }

  /// Why a QueryResponse is not acceptable, if it is not (sections 4.4 and 6.2.1).
  static func failure(of message: AgentMessage, version: UInt64) -> Update.Failure? {
    if version != 0 {
      return Update.Failure(code: .unsupportedMsgVersion, message: "the selected version was not offered")
    }
    guard ManifestReport.answer(message.reports, to: message.token) else {
      return Update.Failure(code: .permanentError, message: "a SUIT report's nonce is not the token")
    }
    return nil
  }

  /// Takes note of what a device holds and makes the Update that it needs, with `token`; nil where it needs none.
  func plan(
    for device: DeviceRecord, inventory: Inventory, token: [UInt8], in database: Database
  ) throws -> Update? {
    let deviceID = device.id ?? 0
    var inventory = inventory
    inventory.installed = try inventory.installed.withSequenceNumbers(of: deviceID, in: database)
    try InstalledComponentRecord.replaceAll(of: deviceID, with: inventory.installed, in: database)
    try device.seen(at: now(), in: database)
    // An agent does one thing after the other: what it was sent before and has not answered has failed. One that could
    // not even hold an Update cannot say so with its token (draft-ietf-teep-protocol-26, section 4.6).
    for unanswered in try TokenRecord.withdrawUpdates(of: deviceID, in: database) {
      try recordFailure(of: unanswered, reports: [], deviceID: deviceID, in: database)
    }

    let changes = Changes(for: inventory, by: try Catalogue(for: inventory, of: deviceID, in: database))
    let due = Set(changes.all.map(\.manifest))
    try FailedChangeRecord.prune(deviceID, in: database) { due.contains($0) }
    return try issue(changes, to: device, token: token, in: database)
  }

  /// What may be done to a device whose attestation failed, so that its next one succeeds; nothing that it says of itself
  /// is taken note of (section 7.1.1.1).
  func repair(
    _ device: DeviceRecord, inventory: Inventory, token: [UInt8], in database: Database
  ) throws -> Update? {
    let changes = Changes(for: inventory, by: try Catalogue(for: inventory, of: device.id ?? 0, in: database))
      .onlyRepairs()
    return try issue(changes, to: device, token: token, in: database)
  }

  /// The Update that makes as many of the changes as it should; nil where there are none.
  private func issue(
    _ changes: Changes, to device: DeviceRecord, token: [UInt8], in database: Database
  ) throws -> Update? {
    let deviceID = device.id ?? 0
    let failed = try FailedChangeRecord.all(of: deviceID, in: database)
    let plan = UpdatePlan(changes, failed: failed, size: limits.updateSize)
    guard !plan.changes.isEmpty else { return nil }
    var update = Update(token: token)
    var sent = TokenRecord.SentUpdate(removed: [], manifests: [], isPartial: plan.isPartial)
    for change in plan.changes {
      switch change {
      case .remove(let identifier):
        update.unneeded.append(identifier)
        sent.removed.append(Data(identifier.encoded))
      case .install(let entry):
        guard let envelope = try ManifestRecord.fetchOne(database, key: entry.id)?.envelope else { continue }
        update.manifests.append(Array(envelope))
        sent.manifests.append(entry.id)
      }
    }
    var record = TokenRecord(
      value: Data(token), kind: .update, deviceID: deviceID, expires: now() + limits.tokenLifetime,
      update: sent)
    try record.issue(within: limits, now: now(), in: database)
    return update
  }

  /// An Update in the cipher suite of a device.
  func sign(_ update: Update, for device: DeviceRecord) throws -> [UInt8] {
    try COSEEncoding.sign1(update.encoded(in: device.dialect ?? .final), by: signer(for: device))
  }

  func log(_ device: DeviceRecord, _ update: Update?) {
    var metadata: Logger.Metadata = ["device": "\(device.name)"]
    guard let update else {
      logger.info("QueryResponse: nothing to do", metadata: metadata)
      return
    }
    if let failure = update.failure {
      logger.warning("QueryResponse refused: \(failure.message)", metadata: metadata)
      return
    }
    metadata["manifests"] = "\(update.manifests.count)"
    metadata["unneeded"] = "\(update.unneeded.map(\.description))"
    logger.info("QueryResponse: Update due", metadata: metadata)
  }
}
