import TEEPCodec

extension TEEPMessage {
  /// Demands a cipher suite, a version and data items that this agent has (section 6, steps 1 and 2).
  @inline(never)
  func checkOffer(algorithm: COSEAlgorithm?) throws(AgentError) {
    guard offersCipherSuite(of: algorithm) else {
      throw AgentError(.unsupportedCipherSuites, "no offered cipher suite is supported")
    }
    // Absent, the list is [0], the only version there is (section 4.2).
    if let versions = list(.versions), !Self.contains(versions, 0) {
      throw AgentError(.unsupportedMsgVersion, "no offered version is supported")
    }
    guard dataItemRequested.contains(.attestation) else { return }
    // Absent, the list is that of the nonce alone (section 4.2).
    if let mechanisms = list(.supportedFreshnessMechanisms), !Self.contains(mechanisms, 0) {
      throw AgentError(.unsupportedFreshnessMechanisms, "no offered freshness mechanism is supported")
    }
    throw AgentError(.unsupportedExtension, "this agent has no evidence to give")
  }

  private func offersCipherSuite(of algorithm: COSEAlgorithm?) -> Bool {
    guard let suites = offeredCipherSuites, let algorithm else { return false }
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

  private static func contains(_ list: borrowing ItemList, _ value: UInt64) -> Bool {
    var reader = list.makeReader()
    for _ in 0..<list.count where (try? reader.unsigned()) == value { return true }
    return false
  }
}
