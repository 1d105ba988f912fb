import TEEPCodec
import TEEPTestSupport
import Testing

/// Whatever becomes of a structure that cbor2 made, it is read or refused with an error that names a place in it: cut off
/// at any byte it is refused, and with a byte changed, added or removed it is never a trap.
@Suite("A changed structure of cbor2") struct ChangedStructureTests {
  /// Reads all that a structure holds.
  private func read(_ kind: String, _ bytes: [UInt8]) throws(DecodeError) {
    switch kind {
    case "sign1", "sign":
      let signed = try COSESigned(decoding: bytes.span)
      for index in 0..<signed.signatureCount {
        let signature = try signed.signature(at: index)
        _ = [UInt8](signed.structure(for: signature)).count + signed.value(of: signature).count
      }
    case "mac0", "mac":
      let mac = try COSEMac(decoding: bytes.span)
      _ = [UInt8](mac.structure).count + mac.tag.count
      try read(mac.recipients)
    case "encrypt0", "encrypt":
      let encrypted = try COSEEncrypted(decoding: bytes.span)
      _ = [UInt8](encrypted.structure).count + encrypted.initializationVector.count
      try read(encrypted.recipients)
    default:
      let claims = try EATClaims(decoding: bytes.span)
      _ = (claims.missing(freshness: .nonce), claims.confirmationKey?.x.count)
      guard let manifests = claims.manifests else { return }
      for index in 0..<manifests.count { _ = try manifests.manifest(at: index).body.count }
    }
  }

  private func read(_ recipients: borrowing COSERecipients) throws(DecodeError) {
    for index in 0..<recipients.count {
      let recipient = try recipients.recipient(at: index)
      _ = recipient.wrappedKey.count + (recipient.ephemeralKey?.y.count ?? 0)
    }
  }

  /// Whether the bytes are refused; records an issue where the error names no place in them.
  @discardableResult
  private func isRefused(_ kind: String, _ bytes: [UInt8]) -> Bool {
    do throws(DecodeError) {
      try read(kind, bytes)
      return false
    } catch {
      #expect((0...bytes.count).contains(error.offset), "\(error) in \(bytes.hexadecimal)")
      return true
    }
  }

  private struct Made: Decodable {
    let encoded: String
  }

  @Test(
    "is refused or read",
    arguments: ["sign1", "sign", "mac0", "mac", "encrypt0", "encrypt", "claims"])
  func changed(kind: String) throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for changes of \(kind)")
    let words = (kind == "claims" ? [] : [kind]) + ["3", "\(random.seed)"]
    let structures: [Made] = try Python.pyca.ask(kind == "claims" ? kind : "make", words)
    for made in structures {
      let bytes = [UInt8](hexadecimal: made.encoded)
      #expect(!isRefused(kind, bytes), "\(made.encoded)")
      for index in bytes.indices {
        #expect(isRefused(kind, Array(bytes[..<index])), "\(index) bytes of \(made.encoded)")
        let byte = UInt8.random(in: .min ... .max, using: &random)
        for value in [0x00, 0xFF, byte, bytes[index] ^ 1 << UInt8.random(in: 0...7, using: &random)] {
          var other = bytes
          other[index] = value
          isRefused(kind, other)
          other = bytes
          other.insert(value, at: index)
          isRefused(kind, other)
        }
        var shorter = bytes
        shorter.remove(at: index)
        isRefused(kind, shorter)
      }
      #expect(isRefused(kind, bytes + [0]))
    }
  }
}
