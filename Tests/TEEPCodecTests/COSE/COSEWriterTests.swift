import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE messages that are read and written again by their members are the same bytes; the rest is compared with bytes
/// put together by hand.
@Suite("COSE writers") struct COSEWriterTests {
  @Test("signed examples", .needsVectors, arguments: SignedVectorTests.names, ["esp256", "ed25519", "both"])
  func signed(name: String, kind: String) throws {
    guard kind != "both" || name.hasPrefix("1") else { return }
    let bytes = try Vectors.bytes("signed/\(name).sign\(kind == "both" ? "-both" : "1-" + kind).cose")
    let message = try COSESigned(decoding: bytes.span)
    let output = try written { (writer) throws(EncodeError) in
      do {
        if message.isSign1 {
          let signature = try message.signature(at: 0)
          try writer.coseSign1(
            signature.algorithm!, keyIdentifier: message.keyIdentifier(of: signature),
            payload: message.payload,
            signature: message.value(of: signature))
        } else {
          try writer.coseSign(payload: message.payload, count: 2) { (writer) throws(EncodeError) in
            for index in 0..<2 {
              guard let signature = try? message.signature(at: index) else { return }
              try writer.coseSignature(
                signature.algorithm!, keyIdentifier: message.keyIdentifier(of: signature),
                signature: message.value(of: signature))
            }
          }
        }
      } catch { throw .notEncodable }
    }
    // go-cose encodes the empty protected bucket of the body as a zero-length string too.
    #expect(output == bytes)
  }

  @Test("certificates come behind the key identifier (x5chain, 33; RFC 9360, section 2)")
  func certificates() throws {
    let (identifier, chain, signature): ([UInt8], [UInt8], [UInt8]) = ([7], [0x41, 8], [9])
    let one = try written { (writer) throws(EncodeError) in
      try writer.coseSign1(
        .esp256, keyIdentifier: identifier.span, encodedCertificates: chain.span, payload: nil,
        signature: signature.span)
    }
    #expect(one == [UInt8](hexadecimal: "d2 84 43a10128 a2 04 4107 1821 4108 f6 4109"))
    let several = try written { (writer) throws(EncodeError) in
      try writer.coseSign(payload: nil, count: 1) { (writer) throws(EncodeError) in
        try writer.coseSignature(
          .ed25519, keyIdentifier: nil, encodedCertificates: chain.span, signature: signature.span)
      }
    }
    #expect(several == [UInt8](hexadecimal: "d862 84 40 a0 f6 81 83 43a10132 a1 1821 4108 4109"))
  }

  @Test("encryption info", .needsVectors, arguments: EncryptionInfoTests.names)
  func encryptionInfo(name: String) throws {
    let bytes = try Vectors.bytes("suit-enc-info-\(name).cbor")
    let message = try COSEEncrypted(decoding: bytes.span)
    let recipient = try message.recipients.recipient(at: 0)
    let output = try written { (writer) throws(EncodeError) in
      try writer.coseEncrypt(
        message.algorithm, initializationVector: message.initializationVector, ciphertext: message.ciphertext,
        count: 1
      ) { (writer) throws(EncodeError) in
        if let key = recipient.ephemeralKey {
          try writer.coseRecipient(
            ephemeralKey: key.thumbprintInput, keyIdentifier: recipient.keyIdentifier,
            wrappedKey: recipient.wrappedKey)
        } else {
          try writer.coseRecipient(
            recipient.algorithm, keyIdentifier: recipient.keyIdentifier, wrappedKey: recipient.wrappedKey)
        }
      }
    }
    #expect(output == bytes)
  }

  @Test("untagged and detached forms")
  func forms() throws {
    let code = [UInt8](repeating: 7, count: 32)
    let vector = [UInt8](repeating: 9, count: 12)
    let wrapped = [UInt8](repeating: 8, count: 24)
    let identifier: [UInt8] = [0x6B]
    let recipient = "8340a201220441 6b5818" + wrapped.hexadecimal
    try expect("8443a10128a0f6 420102") { (writer) throws(EncodeError) in
      try writer.coseSign1(
        .esp256, keyIdentifier: nil, payload: nil, signature: [1, 2].span, isTagged: false)
    }
    try expect("8440a0f6 818343a10132a10441 6b420102") { (writer) throws(EncodeError) in
      try writer.coseSign(payload: nil, count: 1, isTagged: false) { (writer) throws(EncodeError) in
        try writer.coseSignature(.ed25519, keyIdentifier: identifier.span, signature: [1, 2].span)
      }
    }
    try expect("d18443a10105a10441 6b4101 5820" + code.hexadecimal) { (writer) throws(EncodeError) in
      try writer.coseMac0(.hmac256, keyIdentifier: identifier.span, payload: [1].span, tag: code.span)
    }
    try expect("8443a10105a0f6 5820" + code.hexadecimal) { (writer) throws(EncodeError) in
      try writer.coseMac0(.hmac256, keyIdentifier: nil, payload: nil, tag: code.span, isTagged: false)
    }
    try expect("d8618543a10105a0f6 5820" + code.hexadecimal + "81" + recipient) {
      (writer) throws(EncodeError) in
      try writer.coseMac(.hmac256, payload: nil, tag: code.span, count: 1) { (writer) throws(EncodeError) in
        try writer.coseRecipient(.a128KW, keyIdentifier: identifier.span, wrappedKey: wrapped.span)
      }
    }
    try expect("d08344a1011818a2 04416b 054c" + vector.hexadecimal + "4101") { (writer) throws(EncodeError) in
      try writer.coseEncrypt0(
        .chaCha20Poly1305, keyIdentifier: identifier.span, initializationVector: vector.span,
        ciphertext: [1].span)
    }
    try expect("8443a10101a1 054c" + vector.hexadecimal + "f681" + recipient) {
      (writer) throws(EncodeError) in
      try writer.coseEncrypt(
        .a128GCM, initializationVector: vector.span, ciphertext: nil, count: 1, isTagged: false
      ) { (writer) throws(EncodeError) in
        try writer.coseRecipient(.a128KW, keyIdentifier: identifier.span, wrappedKey: wrapped.span)
      }
    }
  }

  @Test("the protected bucket is what is signed, and empty where the algorithm demands it")
  func protectedBucket() {
    for (algorithm, bytes) in [
      (COSEAlgorithm.esp256, "a10128"), (.hssLMS, "a101382d"), (.a128GCM, "a10101"),
      (.chaCha20Poly1305, "a1011818"), (.ecdhESA128KW, "a101381c"), (.a128CTR, ""), (.a256CTR, ""),
      (.a128KW, ""), (.a256KW, ""), (.direct, ""),
    ] {
      let bucket = COSEProtectedBucket(algorithm)
      #expect([UInt8](bucket.bytes).hexadecimal == bytes)
    }
  }

  @Test("the six profiles of SUIT (protocol, section 11) are written and read")
  func profiles() throws {
    for (profile, bytes) in [
      (SUITCOSEProfile.sha256HMACA128KWA128CTR, "842f052239fffd"),
      (.sha256ESP256ECDHA128CTR, "842f28381c39fffd"),
      (.sha256Ed25519ECDHA128CTR, "842f32381c39fffd"), (.sha256ESP256ECDHA128GCM, "842f28381c01"),
      (.sha256Ed25519ECDHChaChaPoly, "842f32381c1818"), (.sha256HSSLMSA256KWA256CTR, "842f382d2439fffb"),
    ] {
      let output = try written { (writer) throws(EncodeError) in try writer.suitCOSEProfile(profile) }
      #expect(output.hexadecimal == bytes)
      var reader = CBORReader(output.span)
      #expect(try SUITCOSEProfile(&reader) == profile)
    }
    let error = refusal(of: [UInt8](hexadecimal: "832f0522")) { (reader) throws(DecodeError) in
      _ = try SUITCOSEProfile(&reader)
    }
    #expect(error == DecodeError(.wrongCount, at: 0))
  }

  private func expect(
    _ encoded: String, _ body: (inout CBORWriter) throws(EncodeError) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let output = try written(body)
    #expect(output == [UInt8](hexadecimal: encoded), sourceLocation: sourceLocation)
  }
}
