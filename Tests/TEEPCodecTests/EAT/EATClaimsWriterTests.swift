import TEEPCodec
import TEEPTestSupport
import Testing

/// Evidence and attestation results, against bytes put together by hand.
@Suite("EATClaimsWriter") struct EATClaimsWriterTests {
  @Test("evidence is written in deterministic encoding, and read as it was meant")
  func evidence() throws {
    let expected =
      "aa" + "061a5610d9f0" + "08a10343c0ffee" + "0a480001020304050607" + "19010047 02acde48234567"
      + "19010243acde48" + "19010343544545" + "1901048165312e322e33" + "190106f5" + "1901096775726e3a613a62"
      + "1901108182183c43820102"
    let bytes = try write { (claims) throws(EncodeError) in
      try claims.integer(.issuedAt, 1_443_944_944)
      try claims.confirmation(keyIdentifier: [0xC0, 0xFF, 0xEE].span)
      try claims.byteString(.nonce, [0, 1, 2, 3, 4, 5, 6, 7].span)
      try claims.byteString(.ueid, [0x02, 0xAC, 0xDE, 0x48, 0x23, 0x45, 0x67].span)
      try claims.oemIdentifier(.ieee([0xAC, 0xDE, 0x48].span))
      try claims.byteString(.hardwareModel, [0x54, 0x45, 0x45].span)
      try claims.version(.hardwareVersion, Array("1.2.3".utf8).span)
      try claims.boolean(.oemBoot, true)
      try claims.textString(.profile, Array("urn:a:b".utf8).span)
      try claims.manifests(count: 1) { (cbor) throws(EncodeError) in
        try cbor.eatManifest(contentFormat: 60, body: [0x82, 0x01, 0x02].span)
      }
    }
    #expect(bytes == [UInt8](hexadecimal: expected))
    let claims = try EATClaims(decoding: bytes.span)
    #expect(claims.missing(freshness: [.nonce, .issuedAt]) == [] as TEEPProfileClaims)
  }

  @Test("an attestation result has the verdict as it was encoded")
  func result() throws {
    let bytes = try write { (claims) throws(EncodeError) in
      try claims.oemIdentifier(.privateEnterpriseNumber(0x12345))
      try claims.encoded(.measurementResults, [0x80].span)
      try claims.integer(.status, 2)
    }
    #expect(bytes.hexadecimal == "a3" + "1901021a00012345" + "19011280" + "1903e802")
  }

  @Test("claims out of order and buffers too short are errors")
  func errors() {
    #expect(throws: EncodeError.notEncodable) {
      try write { (claims) throws(EncodeError) in
        try claims.integer(.notBefore, 1)
        try claims.integer(.expirationTime, 1)
      }
    }
    for capacity in 0..<3 {
      #expect(throws: EncodeError.bufferFull) {
        try write(capacity: capacity) { (claims) throws(EncodeError) in try claims.integer(.issuedAt, 1) }
      }
    }
  }

  private func write(
    capacity: Int = 256, _ body: (inout EATClaimsWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) -> [UInt8] {
    func write(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
      var claims = EATClaimsWriter(output)
      try body(&claims)
      return try claims.finish()
    }
    var bytes = [UInt8](repeating: 0, count: capacity)
    let count = try write(into: bytes.mutableSpan)
    return Array(bytes[..<count])
  }
}
