import Foundation
import Logging
import Synchronization
import TEEPHost
import TEEPTestSupport

@testable import TEEPTAM

/// A TAM on a store of its own in a folder of its own, with a clock that stands still until it is moved.
final class TAMFixture: Sendable {
  let folder: TemporaryFolder
  let keys: TAMKeys
  let certificates: TAMCertificates
  let attestation: Attestation
  let decryption: PayloadDecryption?
  let limits: TAMLimits
  let clock = TestClock()
  let tam: TAM

  init(
    types: [KeyType] = [.p256, .ed25519], attestation: Attestation = Attestation(),
    decryption: PayloadDecryption? = nil,
    keys: TAMKeys? = nil, certificates: TAMCertificates = TAMCertificates(),
    _ adjust: (inout TAMLimits) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    self.keys = try keys ?? TAMKeys(types.map { try SigningKey(generating: $0) })
    self.certificates = certificates
    var limits = TAMLimits()
    adjust(&limits)
    self.limits = limits
    self.attestation = attestation
    self.decryption = decryption
    tam = try Self.makeTAM(folder, self.keys, certificates, attestation, decryption, limits, clock)
  }

  private static func makeTAM(
    _ folder: TemporaryFolder, _ keys: TAMKeys, _ certificates: TAMCertificates, _ attestation: Attestation,
    _ decryption: PayloadDecryption?, _ limits: TAMLimits, _ clock: TestClock
  ) throws -> TAM {
    // What a test makes the TAM refuse is expected, so only its own failures are shown.
    var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return try TAM(
      store: TAMStore(path: folder.path("tam.sqlite")), keys: keys, certificates: certificates,
      attestation: attestation, decryption: decryption, limits: limits, logger: logger, now: { clock.now })
  }

  /// Another TAM on the same file, as after a restart.
  ///
  /// - Parameter attestation: how it is started then.
  func restarted(attestation: Attestation? = nil) throws -> TAM {
    try tam.store.close()
    return try Self.makeTAM(
      folder, keys, certificates, attestation ?? self.attestation, decryption, limits, clock)
  }

  /// Enrolls a new device.
  func enroll(_ name: String, _ type: KeyType = .p256) async throws -> FakeAgent {
    let agent = try FakeAgent(type)
    _ = try await tam.enroll(EnrollmentRequest(name: name, publicKey: agent.verificationKey.pem()))
    return agent
  }

  @discardableResult
  func publish(_ envelope: TestEnvelope, payload: [UInt8]? = nil) async throws -> Publication {
    try await tam.publish(PublicationRequest(envelope: envelope.encoded, payload: payload))
  }

  func device(_ name: String) async throws -> DeviceStatus? {
    try await tam.store.devices().first { $0.name == name }
  }

  /// Opens a session; gives the token of its QueryRequest.
  func connect() async throws -> [UInt8] {
    try ReceivedMessage(await tam.processConnect()).token
  }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
  private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

  var now: Date { time.withLock { $0 } }

  func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
