import TEEPCodec

/// Encrypted payloads (draft-ietf-suit-firmware-encryption-24): decrypted piece by piece into their slot.
#if !WITHOUT_PAYLOAD_DECRYPTION
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// How many bytes of a ciphertext are no content: the tag of an AEAD.
    static func tagCount(of encryptionInfo: Span<UInt8>) throws(SUITReportReason) -> Int {
      do throws(DecodeError) {
        switch try COSEEncrypted(decoding: encryptionInfo).algorithm {
        case .a128CTR: return 0
        #if !WITHOUT_AES_GCM
          case .a128GCM: return 16
        #endif
        default: throw DecodeError(.unsupported, at: 0)
        }
      } catch { throw error.reason == .unsupported ? .algorithmUnsupported : .cborParse }
    }

    /// Appends what `ciphertext` decrypts to to the slot of a component.
    ///
    /// - Returns: whether the decryption has authenticated it.
    @inline(never)
    mutating func append(
      decrypting ciphertext: Span<UInt8>, encryptionInfo: Span<UInt8>, to component: Int
    ) throws(SUITReportReason) -> Bool {
      guard let message = try? COSEEncrypted(decoding: encryptionInfo) else { throw .cborParse }
      let started = ContentDecryption<Crypto>(of: message, contentKey: contentKey.span)
      var key = contentKey.mutableSpan
      Crypto.wipe(&key)
      guard var decryption = started else { throw .algorithmUnsupported }
      let count = ciphertext.count &- decryption.tagCount
      guard count >= 0 else { throw .operationFailed }
      var buffer = InlineArray<64, UInt8>(repeating: 0)
      var offset = 0
      var isWritten = true
      while offset < count {
        let pieceCount = min(64, count &- offset)
        for index in 0..<pieceCount { buffer[index] = ciphertext[offset &+ index] }
        var whole = buffer.mutableSpan
        var piece = whole._mutatingExtracting(first: pieceCount)
        decryption.decrypt(&piece)
        do throws(SUITReportReason) {
          try append(buffer.span.extracting(first: pieceCount), to: component)
        } catch {
          isWritten = false
          break
        }
        offset &+= pieceCount
      }
      let isAuthentic = decryption.finish(tag: ciphertext.extracting(count..<ciphertext.count))
      guard isWritten, isAuthentic else { throw .operationFailed }
      return decryption.tagCount > 0
    }

    @inline(never)
    mutating func recoverContentKey(_ encryptionInfo: Span<UInt8>) throws(SUITReportReason) {
      guard let message = try? COSEEncrypted(decoding: encryptionInfo) else { throw .cborParse }
      var key = InlineArray<16, UInt8>(repeating: 0)
      var span = key.mutableSpan
      guard recoverContentKey(of: message, into: &span) else { throw .unauthorised }
      contentKey = key
      span = key.mutableSpan
      Crypto.wipe(&span)
    }

    /// The content key, by the first recipient for which the device has the key.
    private mutating func recoverContentKey(
      of message: borrowing COSEEncrypted, into contentKey: inout MutableSpan<UInt8>
    ) -> Bool {
      let recipients = message.recipients
      let provisioning = store.trust.provisioning
      for index in 0..<recipients.count {
        guard let recipient = try? recipients.recipient(at: index) else { continue }
        for position in 0..<provisioning.decryptionKeyCount {
          guard let key = try? provisioning.decryptionKey(at: position), key.algorithm == recipient.algorithm
          else { continue }
          if let wanted = recipient.keyIdentifier, let own = key.keyIdentifier, !own.equals(wanted) {
            continue
          }
          if crypto.contentKey(
            of: recipient, key: key.key, purpose: .suitPayloadEncryption, into: &contentKey)
          {
            return true
          }
        }
      }
      return false
    }
  }
#else
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// The board has no room for it.
    static func tagCount(of encryptionInfo: Span<UInt8>) throws(SUITReportReason) -> Int {
      throw .parameterUnsupported
    }

    mutating func recoverContentKey(_ encryptionInfo: Span<UInt8>) throws(SUITReportReason) {
      throw .parameterUnsupported
    }

    mutating func append(
      decrypting ciphertext: Span<UInt8>, encryptionInfo: Span<UInt8>, to component: Int
    ) throws(SUITReportReason) -> Bool { throw .parameterUnsupported }
  }
#endif
