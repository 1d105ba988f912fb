import GRDB
import TEEPCodec
import TEEPHost

/// A message whose signature is that of an enrolled device.
struct AuthenticatedMessage: Sendable {
  let device: DeviceRecord
  let message: AgentMessage
}

extension TAM {
  /// Finds the device whose key signed `bytes` and checks the signature before anything in the payload is read
  /// (draft-ietf-teep-protocol-26, section 4.1.2).
  func authenticate(_ bytes: [UInt8]) async throws -> AuthenticatedMessage {
    let identifier = try Self.keyIdentifier(of: bytes)
    let device = try await store.database.read { database in
      try DeviceRecord.find(keyIdentifier: identifier, in: database)
    }
    guard var device, let key = device.key else { throw DropReason.unknownKey(identifier) }
    let message = try open(bytes, with: key, dialect: device.dialect ?? firstOffer.dialect)
    if let dialect = message.provedDialect, dialect != device.dialect {
      device = try await store.database.write { [device] database in
        var device = device
        try device.speaks(dialect, in: database)
        return device
      }
    }
    return AuthenticatedMessage(device: device, message: message)
  }

  /// The `kid` of a COSE_Sign1.
  private static func keyIdentifier(of bytes: [UInt8]) throws(DropReason) -> [UInt8] {
    let signed = try sign1(bytes.span)
    guard let identifier = signed.keyIdentifier(of: try signature(of: signed)) else { throw .noKeyIdentifier }
    return [UInt8](copying: identifier)
  }

  /// The content of a COSE_Sign1 that `key` has signed.
  private func open(
    _ bytes: [UInt8], with key: VerificationKey, dialect: Dialect
  ) throws(DropReason) -> AgentMessage {
    let signed = try Self.sign1(bytes.span)
    let signature = try Self.signature(of: signed)
    guard signature.algorithm == key.algorithm else { throw .wrongAlgorithm }
    guard let payload = signed.payload else { throw .noPayload }
    guard key.isValidSignature(signed.value(of: signature), of: signed.structure(for: signature)) else {
      throw .badSignature
    }
    return try AgentMessage(
      decoding: payload, base: signed.payloadOffset, dialect: dialect, decryption: decryption)
  }

  @_lifetime(copy bytes)
  private static func sign1(_ bytes: Span<UInt8>) throws(DropReason) -> COSESigned {
    let signed: COSESigned
    do throws(DecodeError) { signed = try COSESigned(decoding: bytes) } catch { throw .malformed(error) }
    guard signed.isSign1 else { throw .notSign1 }
    return signed
  }

  private static func signature(of signed: borrowing COSESigned) throws(DropReason) -> COSESignature {
    do throws(DecodeError) { return try signed.signature(at: 0) } catch { throw .malformed(error) }
  }
}
