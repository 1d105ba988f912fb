import TEEPAgent
import TEEPCodec

/// The computations with a secret key, with arrays in the place of spans.
extension CryptoPort {
  /// The HMAC-SHA-256 of `pieces`, one after the other.
  func hmac(key: [UInt8], pieces: [ArraySlice<UInt8>]) -> [UInt8] {
    func compute<Crypto: AgentCrypto>(_: Crypto) -> [UInt8] {
      var computation = Crypto.HMACSHA256(key: key.span)
      for piece in pieces { computation.update(piece.span) }
      var code = [UInt8](repeating: 0, count: 32)
      var bytes = code.mutableSpan
      computation.finish(into: &bytes)
      return code
    }
    return compute(crypto)
  }

  /// `count` bytes by HKDF.
  func deriveKey(secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
    func derive<Crypto: AgentCrypto>(_: Crypto) -> [UInt8] {
      var key = [UInt8](repeating: 0, count: count)
      var bytes = key.mutableSpan
      Crypto.deriveKey(from: secret.span, salt: salt.span, into: &bytes) { body in
        body(info.span)
      }
      return key
    }
    return derive(crypto)
  }

  /// The unwrapped key, and what `count` bytes of 0x5A become where it cannot be unwrapped.
  func unwrap(_ wrapped: [UInt8], keyEncryptionKey: [UInt8], count: Int) -> (isUnwrapped: Bool, key: [UInt8])
  {
    func unwrap<Crypto: AgentCrypto>(_: Crypto) -> (Bool, [UInt8]) {
      var key = [UInt8](repeating: 0x5A, count: count)
      var bytes = key.mutableSpan
      let isUnwrapped = Crypto.unwrap(wrapped.span, keyEncryptionKey: keyEncryptionKey.span, into: &bytes)
      return (isUnwrapped, key)
    }
    return unwrap(crypto)
  }

  /// The secret that two keys agree on; nil where the port refuses.
  func agree(privateKey: [UInt8], publicKey: [UInt8], count: Int = 32) -> [UInt8]? {
    var secret = [UInt8](repeating: 0, count: count)
    var bytes = secret.mutableSpan
    return crypto.agree(privateKey: privateKey.span, publicKey: publicKey.span, into: &bytes) ? secret : nil
  }

  /// One block decrypted; nil where the port refuses the key.
  func decryptBlock(_ block: [UInt8], key: [UInt8]) -> [UInt8]? {
    func decrypt<Crypto: AgentCrypto>(_: Crypto) -> [UInt8]? {
      guard var cipher = Crypto.AES128(key: key.span) else { return nil }
      var block = block
      var bytes = block.mutableSpan
      cipher.decrypt(block: &bytes)
      cipher.finish()
      return block
    }
    return decrypt(crypto)
  }

  /// `pieces` decrypted in CTR mode, one after the other; nil where the port refuses the key or the IV.
  func decryptCTR(key: [UInt8], initializationVector: [UInt8], pieces: [[UInt8]]) -> [UInt8]? {
    func decrypt<Crypto: AgentCrypto>(_: Crypto) -> [UInt8]? {
      guard var ctr = Crypto.AES128CTR(key: key.span, initializationVector: initializationVector.span) else {
        return nil
      }
      var plaintext: [UInt8] = []
      for piece in pieces {
        var piece = piece
        var bytes = piece.mutableSpan
        ctr.decrypt(&bytes)
        plaintext += piece
      }
      ctr.finish()
      return plaintext
    }
    return decrypt(crypto)
  }

  /// `pieces` decrypted in GCM mode, one after the other, and whether `tag` is right; nil where the port refuses the key
  /// or the IV.
  func decryptGCM(
    key: [UInt8], initializationVector: [UInt8], additionalData: [[UInt8]], pieces: [[UInt8]], tag: [UInt8]
  ) -> (plaintext: [UInt8], isAuthentic: Bool)? {
    func decrypt<Crypto: AgentCrypto>(_: Crypto) -> ([UInt8], Bool)? {
      guard var gcm = Crypto.AES128GCM(key: key.span, initializationVector: initializationVector.span) else {
        return nil
      }
      for data in additionalData { gcm.authenticate(data.span) }
      var plaintext: [UInt8] = []
      for piece in pieces {
        var piece = piece
        var bytes = piece.mutableSpan
        gcm.decrypt(&bytes)
        plaintext += piece
      }
      return (plaintext, gcm.finish(tag: tag.span))
    }
    return decrypt(crypto)
  }
}

extension CryptoPort {
  /// `pieces` encrypted in GCM mode, one after the other, and the tag; nil where the port refuses the key or the IV.
  func encryptGCM(
    key: [UInt8], initializationVector: [UInt8], additionalData: [[UInt8]], pieces: [[UInt8]]
  ) -> (ciphertext: [UInt8], tag: [UInt8])? {
    func encrypt<Crypto: AgentCrypto>(_: Crypto) -> ([UInt8], [UInt8])? {
      guard var gcm = Crypto.AES128GCM(key: key.span, initializationVector: initializationVector.span) else {
        return nil
      }
      for data in additionalData { gcm.authenticate(data.span) }
      var ciphertext: [UInt8] = []
      for piece in pieces {
        var piece = piece
        var bytes = piece.mutableSpan
        gcm.encrypt(&bytes)
        ciphertext += piece
      }
      var tag = [UInt8](repeating: 0, count: 16)
      var bytes = tag.mutableSpan
      gcm.finish(into: &bytes)
      return (ciphertext, tag)
    }
    return encrypt(crypto)
  }
}

/// `bytes` cut at the offsets `cuts`, which ascend.
func cut(_ bytes: [UInt8], at cuts: [Int]) -> [[UInt8]] {
  zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
}

extension CryptoPort {
  /// Wraps a key; nil where the port refuses.
  func wrap(_ key: [UInt8], keyEncryptionKey: [UInt8], count: Int) -> [UInt8]? {
    func open<Crypto: DigestCrypto>(_: Crypto) -> [UInt8]? {
      var wrapped = [UInt8](repeating: 0, count: count)
      var bytes = wrapped.mutableSpan
      return Crypto.wrap(key.span, keyEncryptionKey: keyEncryptionKey.span, into: &bytes) ? wrapped : nil
    }
    return open(crypto)
  }

  /// The public key of a private one; nil where the port refuses.
  func publicKey(of privateKey: [UInt8]) -> [UInt8]? {
    var key = [UInt8](repeating: 0, count: 64)
    var bytes = key.mutableSpan
    return crypto.publicKey(of: privateKey.span, into: &bytes) ? key : nil
  }
}
