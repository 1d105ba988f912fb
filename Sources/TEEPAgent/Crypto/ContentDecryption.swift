public import TEEPCodec

/// The decryption of a content under way, piece by piece and in place.
///
/// AES-128 in CTR mode and in GCM mode. Of the latter, the last ``tagCount`` bytes of the ciphertext are the tag, which is
/// not decrypted, and nothing of the content may be used before ``finish(tag:)`` has found it authentic.
public struct ContentDecryption<Crypto: AgentCrypto & ~Copyable> {
  // One of them: a change of an enum's payload would copy the cipher and its key out and in.
  private var ctr: Crypto.AES128CTR?
  #if !WITHOUT_AES_GCM
    private var gcm: Crypto.AES128GCM?
  #endif

  /// Begins with the content key, 16 bytes. Nil for another algorithm and for a key of another length.
  @inline(never)
  public init?(of message: borrowing COSEEncrypted, contentKey: Span<UInt8>) {
    switch message.algorithm {
    case .a128CTR:
      ctr = Crypto.AES128CTR(key: contentKey, initializationVector: message.initializationVector)
      guard ctr != nil else { return nil }
    #if !WITHOUT_AES_GCM
      case .a128GCM:
        gcm = Crypto.AES128GCM(key: contentKey, initializationVector: message.initializationVector)
        guard gcm != nil else { return nil }
        message.structure.forEachPiece { piece in gcm?.authenticate(piece) }
    #endif
    default: return nil
    }
  }

  /// Bytes at the end of the ciphertext that are its tag.
  public var tagCount: Int {
    #if WITHOUT_AES_GCM
      0
    #else
      gcm == nil ? 0 : 16
    #endif
  }

  /// Decrypts the next bytes of the ciphertext in place; pieces may have any length.
  public mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) {
    ctr?.decrypt(&bytes)
    #if !WITHOUT_AES_GCM
      gcm?.decrypt(&bytes)
    #endif
  }

  /// Ends the decryption and wipes its key; `tag` has ``tagCount`` bytes.
  ///
  /// - Returns: whether the content is authentic, as far as the algorithm can tell: CTR cannot.
  public mutating func finish(tag: Span<UInt8>) -> Bool {
    ctr?.finish()
    #if !WITHOUT_AES_GCM
      if gcm != nil { return gcm?.finish(tag: tag) == true }
    #endif
    return tag.count == 0
  }
}
