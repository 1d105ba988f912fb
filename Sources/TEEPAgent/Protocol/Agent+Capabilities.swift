#if !WITHOUT_CAPABILITY_REPORT
  import TEEPCodec

  /// What manifests may ask of this agent (draft-ietf-suit-report-18, section 5), for a TAM that asks for SUIT reports.
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// Writes a report of its own, which is about no manifest: its reference is the digest of nothing, which no manifest
    /// has, since each is a byte string with a head.
    @inline(never)
    mutating func encodeCapabilityReport(
      nonce: Span<UInt8>?, for tam: Int, into cbor: inout CBORWriter
    ) throws(EncodeError) {
      var digest = InlineArray<32, UInt8>(repeating: 0)
      var span = digest.mutableSpan
      Self.sha256(of: Span(), into: &span)
      var capabilities = InlineArray<640, UInt8>(repeating: 0)
      let count = try encodeCapabilities(for: tam, into: capabilities.mutableSpan)
      try cbor.byteString { (content) throws(EncodeError) in
        try encrypt(for: tam, purpose: .suitReportEncryption, into: &content) {
          (_, report) throws(EncodeError) in
          try report.suitReport(
            nonce: nonce, referenceURI: nil, manifestSHA256: digest.span, result: .success,
            capabilities: capabilities.span.extracting(first: count), recordCount: 0,
            records: { (_) throws(EncodeError) in })
        }
      }
    }

    @inline(never)
    private mutating func encodeCapabilities(
      for tam: Int, into output: consuming MutableSpan<UInt8>
    ) throws(EncodeError) -> Int {
      var cbor = CBORWriter(output)
      try cbor.map(8)
      try cbor.suitComponentCapabilities { (list) throws(EncodeError) in
        try encodeComponentCapabilities(for: tam, into: &list)
      }
      try cbor.suitCapability(.commands, codesIn: Self.supportedCommands)
      #if WITHOUT_PAYLOAD_DECRYPTION
        let encryption: UInt64 = 1 << 19
      #else
        let encryption: UInt64 = 0
      #endif
      try cbor.suitCapability(.parameters, codesIn: Self.supportedParameters & ~encryption)
      try Self.encodeAlgorithms(into: &cbor)
      try cbor.suitCapability(.envelopeMembers, codesIn: Self.supportedEnvelopeMembers)
      try cbor.suitCapability(.manifestMembers, codesIn: Self.supportedManifestMembers)
      try cbor.suitCapability(.commonMembers, codesIn: 1 << 1 | 1 << 2 | 1 << 4)
      try cbor.suitCapability(.dependencyMembers, codesIn: 1 << 1)
      return cbor.count
    }

    /// What the TAM may manage, with all that begins with it.
    private mutating func encodeComponentCapabilities(
      for tam: Int, into cbor: inout CBORWriter
    ) throws(EncodeError) -> Int {
      guard let anchor = store.trust.anchor(.tam, at: tam), let identifiers = try? anchor.identifierList()
      else {
        // An identifier of no segments, which each one begins with.
        let whole: InlineArray<1, UInt8> = [0x80]
        try cbor.suitComponentCapability(whole.span, isPrefix: true)
        return 1
      }
      var reader = identifiers.makeReader()
      for _ in 0..<identifiers.count {
        guard let range = try? reader.skip() else { throw .notEncodable }
        try cbor.suitComponentCapability(
          reader.bytes.extracting(range.start..<range.end), isPrefix: true)
      }
      return identifiers.count
    }

    private static func encodeAlgorithms(into cbor: inout CBORWriter) throws(EncodeError) {
      try cbor.unsigned(SUITCapabilityReport.Codes.algorithms.rawValue)
      try cbor.list { (list) throws(EncodeError) in
        var count = 2
        try list.algorithm(.sha256)
        try list.algorithm(.esp256)
        #if !WITHOUT_ED25519
          try list.algorithm(.ed25519)
          count &+= 1
        #endif
        #if !WITHOUT_SYMMETRIC_ANCHORS
          try list.algorithm(.hmac256)
          count &+= 1
        #endif
        #if !WITHOUT_PAYLOAD_DECRYPTION
          try list.algorithm(.ecdhESA128KW)
          try list.algorithm(.a128KW)
          try list.algorithm(.a128CTR)
          count &+= 3
          #if !WITHOUT_AES_GCM
            try list.algorithm(.a128GCM)
            count &+= 1
          #endif
        #endif
        return count
      }
    }

    /// The wrapper, the manifest and the sections that can be severed; payloads and dependencies under texts besides.
    private static var supportedEnvelopeMembers: UInt64 { 1 << 2 | 1 << 3 | severable }
    /// Version, sequence number, common, reference URI, component identifier, and the sections.
    private static var supportedManifestMembers: UInt64 {
      1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 9 | severable | 1 << 24
    }
    /// Dependency resolution, payload fetch, candidate verification and install.
    private static var severable: UInt64 { 1 << 15 | 1 << 16 | 1 << 18 | 1 << 20 }
  }

  extension CBORWriter {
    @_lifetime(self: copy self)
    fileprivate mutating func algorithm(_ algorithm: COSEAlgorithm) throws(EncodeError) {
      try integer(Int64(algorithm.rawValue))
    }
  }
#endif
