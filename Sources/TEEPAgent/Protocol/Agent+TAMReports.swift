#if !WITHOUT_TAM_ATTESTATION
  import TEEPCodec

  /// A TAM's own SUIT reports, which are a part of its attestation (draft-ietf-teep-protocol-26, section 4.2): an agent that
  /// attests no TAM passes over them.
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// Demands that a TAM's own reports are of a kind that the agent can read (section 4.6, ERR_UNSUPPORTED_SUIT_REPORT):
    /// in the clear, which the message protects, or signed by an algorithm of the device's own suites.
    mutating func demandReadableReports(_ request: borrowing TEEPMessage) throws(AgentError) {
      guard let reports = request.list(.suitReports) else { return }
      var reader = reports.makeReader()
      for _ in 0..<reports.count {
        guard let report = try? reader.byteString(), store.trust.canRead(report: report) else {
          throw AgentError(.unsupportedSUITReport, "a report of an unsupported profile")
        }
      }
    }

    /// Writes the profile of each of the device's keys: those with AES in CTR mode, which every TAM has.
    ///
    /// - Returns: the number of items.
    mutating func encodeProfiles(into cbor: inout CBORWriter) throws(EncodeError) -> Int {
      let count = store.trust.deviceKeyCount()
      for index in 0..<count {
        let isESP256 = store.trust.deviceKey(at: index)?.algorithm == .esp256
        try cbor.suitCOSEProfile(isESP256 ? .sha256ESP256ECDHA128CTR : .sha256Ed25519ECDHA128CTR)
      }
      return count
    }
  }

  extension Trust {
    @inline(never)
    fileprivate func canRead(report: Span<UInt8>) -> Bool {
      // A report in the clear is a map.
      if (try? CBORReader(report).peek()) == .map { return true }
      guard let signed = try? COSESigned(decoding: report), let signature = try? signed.signature(at: 0)
      else {
        return false
      }
      for index in 0..<deviceKeyCount() where deviceKey(at: index)?.algorithm == signature.algorithm {
        return true
      }
      return false
    }
  }
#endif
