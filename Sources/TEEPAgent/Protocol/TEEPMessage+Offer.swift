import TEEPCodec

/// How a peer knows that evidence is fresh (draft-ietf-teep-protocol-26, section 9.1).
enum FreshnessMechanism: UInt64 {
  case nonce = 0
  case timestamp = 1
}

extension TEEPMessage {
  /// Whether a QueryRequest offers the only version there is; absent, the list is [0] (section 4.2).
  @inline(never)
  func offersVersion() -> Bool {
    guard let versions = list(.versions) else { return true }
    return Self.contains(versions, 0)
  }

  /// Whether a QueryRequest offers a freshness mechanism; absent, the list is that of the nonce alone (section 4.2).
  @inline(never)
  func offers(_ mechanism: FreshnessMechanism) -> Bool {
    guard let mechanisms = list(.supportedFreshnessMechanisms) else { return mechanism == .nonce }
    return Self.contains(mechanisms, mechanism.rawValue)
  }

  /// Whether a QueryRequest offers the cipher suite of a COSE_Sign1 with this algorithm.
  @inline(never)
  func offersCipherSuite(of algorithm: COSEAlgorithm) -> Bool {
    guard let suites = offeredCipherSuites else { return false }
    var reader = suites.makeReader()
    for _ in 0..<suites.count {
      guard let suite = try? reader.skip() else { return false }
      // One operation, a COSE_Sign1 with the algorithm; other suites are passed over (section 7.1).
      var item = reader.nested(suite)
      do throws(DecodeError) {
        guard try item.array() == 1 else { continue }
        try item.array(of: 2)
        let type = try item.unsigned()
        let offered = try item.integer()
        if type == COSESigned.sign1Tag, offered == Int64(algorithm.rawValue) { return true }
      } catch { return false }
    }
    return false
  }

  #if !WITHOUT_RESPONSE_ENCRYPTION && !WITHOUT_AES_GCM
    /// Whether a QueryRequest offers a SUIT profile that encrypts for a TAM by ECDH-ES with this algorithm (section 8.2).
    @inline(never)
    func offers(encryption algorithm: COSEAlgorithm) -> Bool {
      guard let profiles = offeredSUITCOSEProfiles else { return false }
      var reader = profiles.makeReader()
      for _ in 0..<profiles.count {
        guard let profile = try? SUITCOSEProfile(&reader) else { return false }
        if profile.keyExchange == .ecdhESA128KW, profile.encryption == algorithm { return true }
      }
      return false
    }
  #endif

  private static func contains(_ list: borrowing ItemList, _ value: UInt64) -> Bool {
    var reader = list.makeReader()
    for _ in 0..<list.count where (try? reader.unsigned()) == value { return true }
    return false
  }
}
