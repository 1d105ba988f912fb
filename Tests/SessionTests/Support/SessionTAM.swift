import Foundation
import Logging
import StoreTestSupport
import Synchronization
import TEEPHost
import TEEPTestSupport

@testable import TEEPTAM

/// A TAM on a store of its own, with a clock that a test moves, and a record of what it was told to publish.
final class SessionTAM {
  let name: String
  let keys: [SigningKey]
  var components: [ManagedComponent]
  /// What devices can fetch, by URI: of the newest versions and those that a policy names.
  private(set) var payloads: [String: [UInt8]] = [:]
  private let folder: TemporaryFolder
  private let clock: Clock
  private(set) var tam: TAM

  /// Few enough that the broker reaches them.
  static let limits: TAMLimits = {
    var limits = TAMLimits()
    limits.tokensOfUnknown = 64
    return limits
  }()
  private static let servedVersions = 8
  static let componentNames = ["lamp", "lock", "pump"]

  /// - Parameter name: the first segment of all identifiers that it may manage.
  init(_ name: String, _ generator: inout SeededGenerator) throws {
    self.name = name
    keys = [try SigningKey(.p256, from: &generator), try SigningKey(.ed25519, from: &generator)]
    components = try Self.componentNames.map { try ManagedComponent($0, of: name) }
    folder = try TemporaryFolder()
    clock = Clock()
    tam = try Self.start(folder, keys, clock, attests: false)
  }

  var uri: String { "http://\(name).example/tam" }
  var storePath: String { folder.path("tam.sqlite") }

  private final class Clock: Sendable {
    let now = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
  }

  private static func start(
    _ folder: TemporaryFolder, _ keys: [SigningKey], _ clock: Clock, attests: Bool
  ) throws -> TAM {
    var attestation = Attestation()
    if attests { attestation.verifier = BuiltInVerifier(references: .any) }
    // What it drops is expected.
    var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return try TAM(
      store: TAMStore(path: folder.path("tam.sqlite")), keys: TAMKeys(keys), attestation: attestation,
      limits: limits, logger: logger, now: { clock.now.withLock { $0 } })
  }

  /// Ends it and starts it again.
  ///
  /// - Parameter attests: whether devices then have to attest themselves.
  func restart(attests: Bool) throws {
    try tam.store.close()
    tam = try Self.start(folder, keys, clock, attests: attests)
  }

  func advanceClock(_ seconds: Int) { clock.now.withLock { $0 += TimeInterval(seconds) } }

  /// Publishes the next version of a component.
  func publish(_ index: Int, signedBy signer: SigningKey, _ generator: inout SeededGenerator) async throws {
    let isIntegrated = Bool.random(using: &generator)
    let size = Int.random(in: 1...(isIntegrated ? 200 : 3000), using: &generator)
    let text = Array("\(components[index].identifier) \(components[index].versions.count) ".utf8)
    let content = text + (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let version = components[index].versions.count
    let uri = isIntegrated ? nil : components[index].uri(of: version)
    if let uri { payloads[uri] = content }
    let old = version - Self.servedVersions
    if old != components[index].pinned { payloads[components[index].uri(of: old)] = nil }
    try components[index].add(content, uri: uri, signedBy: signer)
    guard let envelope = components[index].versions.last?.envelope else { return }
    _ = try await tam.publish(PublicationRequest(envelope: envelope, payload: nil))
  }

  /// Does what an operator may do, at random.
  func operate(signers: [SigningKey], _ generator: inout SeededGenerator) async throws {
    let index = Int.random(in: components.indices, using: &generator)
    let component = components[index]
    switch Int.random(in: 0..<8, using: &generator) {
    case 0 where component.isPublished:
      try await endPolicy(index)
      components[index].isPublished = false
      _ = try await tam.remove(RemovalRequest(component: component.identifier))
    case 1 where component.isPublished:
      components[index].isAllowed.toggle()
      try await setPolicy(index)
    case 2 where component.isPublished && component.isAllowed:
      components[index].pinned = component.pinned == nil ? component.versions.count - 1 : nil
      try await setPolicy(index)
    case 3: try restart(attests: Bool.random(using: &generator))
    case 4: advanceClock(Int.random(in: 1...5000, using: &generator))
    default:
      try await publish(
        index, signedBy: signers[Int.random(in: signers.indices, using: &generator)], &generator)
    }
  }

  private func setPolicy(_ index: Int) async throws {
    let component = components[index]
    if !component.isAllowed { components[index].pinned = nil }
    _ = try await tam.setPolicy(
      DevicePolicy(
        component: component.manifest, isAllowed: component.isAllowed,
        sequenceNumber: components[index].pinned.map { UInt64($0 + 1) }))
  }

  private func endPolicy(_ index: Int) async throws {
    components[index].pinned = nil
    components[index].isAllowed = true
    _ = try await tam.setPolicy(DevicePolicy(component: components[index].manifest))
  }
}
