import TEEPCodec
import TEEPTestSupport
import Testing

extension MadeCOSE {
  /// Checks each recipient against what it was made of, and gives the content key to which it leads.
  func contentKeys(of recipients: borrowing COSERecipients) throws -> [[UInt8]] {
    var keys: [[UInt8]] = []
    #expect(recipients.count > 0 && !has("\(recipients.count).recipient"))
    for index in 0..<recipients.count {
      let recipient = try recipients.recipient(at: index)
      let algorithm = recipient.algorithm
      #expect(algorithm == self.algorithm("\(index).recipient"))
      #expect([UInt8](present: recipient.keyIdentifier) == bytes("\(index).recipient-kid"))
      let wrapped = [UInt8](recipient.wrappedKey)
      #expect(wrapped == bytes("\(index).wrapped"))
      switch algorithm {
      case .direct: keys.append(bytes("key"))
      case .a128KW: keys.append(try Peer.unwrap(bytes("\(index).kek"), wrapped))
      default: keys.append(try Peer.unwrap(agreedKey(with: recipient, index), wrapped))
      }
    }
    return keys
  }

  private func agreedKey(with recipient: borrowing COSERecipient, _ index: Int) throws -> [UInt8] {
    let context = [UInt8](recipient.keyDerivationContext(for: .suitPayloadEncryption))
    #expect(context == bytes("\(index).context"))
    guard let ephemeral = recipient.ephemeralKey else {
      Issue.record("no ephemeral key")
      return []
    }
    let publicKey = [UInt8](ephemeral.x) + [UInt8](ephemeral.y)
    #expect(publicKey == bytes("\(index).x") + bytes("\(index).y"))
    return try Peer.agree(privateKey: bytes("\(index).private"), publicKey: publicKey, context: context)
  }
}
