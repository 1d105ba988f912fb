public import Foundation
import GRDB
public import Logging
import TEEPCodec
import TEEPHost

/// A Trusted Application Manager (RFC 9397; draft-ietf-teep-protocol-26): it decides what a device should hold and
/// answers the messages of its agent. All that it knows is in its store, so several sessions may go on at once.
public struct TAM: Sendable {
  let store: TAMStore
  let keys: TAMKeys
  let certificates: TAMCertificates
  let attestation: Attestation
  let decryption: PayloadDecryption?
  let limits: TAMLimits
  let logger: Logger
  let now: @Sendable () -> Date

  /// - Parameters:
  ///   - certificates: what vouches for the keys.
  ///   - decryption: opens what agents encrypt for the TAM.
  public init(
    store: TAMStore, keys: TAMKeys, certificates: TAMCertificates = TAMCertificates(),
    attestation: Attestation = Attestation(), decryption: PayloadDecryption? = nil,
    limits: TAMLimits = TAMLimits(), logger: Logger,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.store = store
    self.keys = keys
    self.certificates = certificates
    self.attestation = attestation
    self.decryption = decryption
    self.limits = limits
    self.logger = logger
    self.now = now
  }

  /// ProcessConnect (RFC 9397, section 6.2.1): gives the QueryRequest that opens a session, for whoever will answer it.
  func processConnect() async throws -> [UInt8] { try await makeQueryRequest(firstOffer, for: nil) }

  /// ProcessTeepMessage (RFC 9397, section 6.2.1): gives the answer to an agent's message, or nil where there is
  /// nothing to say. A message that is not acceptable changes nothing and is answered by nothing.
  func processMessage(_ bytes: [UInt8]) async throws -> [UInt8]? {
    do {
      let authenticated = try await authenticate(bytes)
      let device = authenticated.device
      switch authenticated.message.content {
      case .queryResponse(let version, let inventory):
        return try await answer(authenticated.message, version: version, inventory: inventory, from: device)
      case .success(let text):
        return try await finish(authenticated.message, text: text, from: device)
      case .error(let failure):
        return try await answer(failure, in: authenticated.message, from: device)
      }
    } catch let reason as DropReason {
      logger.warning("dropped a message: \(reason)", metadata: ["bytes": "\(bytes.count)"])
      return nil
    }
  }
}

/// What bounds a TAM's state and messages.
public struct TAMLimits: Sendable {
  /// Seconds for which a token or challenge waits for its answer.
  public var tokenLifetime: TimeInterval = 24 * 3600
  /// Tokens and challenges that wait for an answer of a device that is not known yet: more than can be issued in the time
  /// that a device takes to answer, so that strangers who only ask cannot drive out those who answer.
  public var tokensOfUnknown = 1 << 16
  /// Tokens and challenges that wait for an answer of one device.
  public var tokensOfDevice = 8
  /// Devices that can be enrolled.
  public var devices = 10_000
  /// Bytes that an Update should not exceed: more than one change goes into it only up to here. A device that has to
  /// put a larger message into flash is spared that.
  public var updateSize = 1536

  public init() {}
}
