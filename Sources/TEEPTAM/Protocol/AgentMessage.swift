import TEEPCodec
import TEEPHost

/// A message of an agent, with values of its own in place of views of the bytes received.
struct AgentMessage: Sendable {
  /// The dialect that it is shown to be in; nil where it could be either.
  let provedDialect: Dialect?
  /// The token that it echoes.
  let token: [UInt8]?
  let content: Content
  /// The SUIT reports, which every message of an agent may have.
  let reports: [ManifestReport]
  /// Evidence or an attestation result, as it came.
  let attestation: AttestationPayload?

  enum Content: Sendable {
    case queryResponse(selectedVersion: UInt64, Inventory)
    case success(message: String?)
    case error(AgentFailure)
  }

  /// Items of one list beyond which a message is refused.
  static let maximumItems = 256

  /// Reads a message that has been authenticated.
  ///
  /// - Parameters:
  ///   - dialect: what to take a message for that could be in either.
  ///   - decryption: opens encrypted reports.
  init(
    decoding bytes: Span<UInt8>, base: Int, dialect: Dialect, decryption: PayloadDecryption?
  ) throws(DropReason) {
    let proved = Dialect(provedBy: bytes)
    let numbers = (proved ?? dialect).numbers
    do throws(DecodeError) {
      let message = try TEEPMessage(decoding: bytes, base: base, numbers: numbers)
      try self.init(reading: message, proved, numbers, decryption)
    } catch { throw .malformed(error) }
  }

  private init(
    reading message: borrowing TEEPMessage, _ proved: Dialect?, _ numbers: TEEPNumbers,
    _ decryption: PayloadDecryption?
  ) throws(DecodeError) {
    provedDialect = proved
    token = [UInt8](copying: message.token)
    reports = try ManifestReport.all(in: message, decryption)
    attestation = [UInt8](copying: message.string(.attestationPayload)).map {
      AttestationPayload(bytes: $0, format: String(copying: message.string(.attestationPayloadFormat)))
    }
    switch message.type {
    case .queryResponse:
      content = .queryResponse(
        selectedVersion: message.unsigned(.selectedVersion) ?? 0, try Inventory(reading: message, numbers))
    case .success: content = .success(message: String(copying: message.string(.msg)))
    case .error:
      content = try .error(AgentFailure(reading: message))
    case .queryRequest, .update: throw DecodeError(.unsupported, at: message.base)
    }
  }
}

/// Why a message is dropped (section 7.1: a TAM says nothing to one that is not valid).
enum DropReason: Error, Equatable, CustomStringConvertible {
  case malformed(DecodeError)
  case notSign1
  case noKeyIdentifier
  case unknownKey([UInt8])
  case wrongAlgorithm
  case badSignature
  case noPayload
  case noCipherSuite
  case badToken
  case badNonce

  var description: String {
    switch self {
    case .malformed(let error): "it is malformed: \(error)"
    case .notSign1: "it is no COSE_Sign1, which every cipher suite demands of an agent"
    case .noKeyIdentifier: "it does not name its key"
    case .unknownKey(let identifier):
      "no device is enrolled with the key \(identifier.prefix(32).hexadecimalDigits)"
    case .wrongAlgorithm: "its algorithm is not the one that the device's key serves"
    case .badSignature: "its signature is not valid"
    case .noPayload: "its payload is detached"
    case .noCipherSuite: "the TAM has no key for the cipher suite of the device"
    case .badToken: "its token is unknown, used or expired, or was issued to another device"
    case .badNonce: "a SUIT report's nonce is not the token"
    }
  }
}
