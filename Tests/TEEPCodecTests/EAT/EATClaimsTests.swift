import TEEPCodec
import TEEPTestSupport
import Testing

/// Claims sets from specifications and by hand.
@Suite("EATClaims") struct EATClaimsTests {
  @Test("RFC 8392, appendix A.1: the claims of a CWT")
  func cwt() throws {
    let bytes = [UInt8](
      hexadecimal: "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f"
        + "6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b71")
    let claims = try EATClaims(decoding: bytes.span)
    #expect([UInt8](present: claims.issuer) == Array("coap://as.example.com".utf8))
    #expect([UInt8](present: claims.subject) == Array("erikw".utf8))
    #expect(claims.isMeant(for: Array("coap://light.example.com".utf8).span) == true)
    #expect(claims.isMeant(for: Array("coap://light.example.co".utf8).span) == false)
    #expect(claims.expirationTime == Optional<Int64>.some(1_444_064_944))
    #expect(claims.notBefore == Optional<Int64>.some(1_443_944_944))
    #expect(claims.issuedAt == Optional<Int64>.some(1_443_944_944))
    #expect([UInt8](present: claims.tokenIdentifier) == [0x0B, 0x71])
    #expect([UInt8](present: claims.nonce) == nil)
    let missing = claims.missing(freshness: .issuedAt)
    #expect(missing == .always)
  }

  @Test("RFC 8392, appendix A.3: a signed CWT, with the tag of CWT and without")
  func signedCWT() throws {
    let message = [UInt8](
      hexadecimal:
        "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e657861"
        + "6d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a"
        + "5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d"
        + "4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30")
    for (bytes, offset) in [(message, 29), ([0xD8, 0x3D] + message, 31)] {
      let token = try COSESigned(decodingCWT: bytes.span)
      #expect(token.payloadOffset == offset)
      let signature = try token.signature(at: 0)
      #expect(signature.algorithm == .es256)
      #expect([UInt8](present: token.keyIdentifier(of: signature)) == Array("AsymmetricECDSA256".utf8))
      guard let payload = token.payload else {
        Issue.record("no payload")
        return
      }
      let claims = try EATClaims(decoding: payload, base: token.payloadOffset)
      #expect([UInt8](present: claims.subject) == Array("erikw".utf8))
    }
  }

  /// A claims set of the TEEP profile with all that is optional.
  static let whole =
    "b4" + "061a5610d9f0" + "08a10343c0ffee" + "0a480001020304050607" + "190100"
    + "510100112233445566778899aabbccddeeff"
    + "190102" + "43acde48" + "190103" + "43544545" + "190104" + "8165312e322e33" + "190106f5" + "19010703"
    + "190109" + "6775726e3a613a62" + "19010a" + "a1" + "6254 41" + "a0" + "19010e" + "63616263" + "19010f"
    + "82" + "6331 2e30" + "01" + "190110" + "8182183c43820102" + "190111" + "81820041aa" + "190112" + "80"
    + "19011302" + "1903e8" + "02" + "20" + "00" + "6178f4"

  @Test("all claims of the TEEP profile")
  func profile() throws {
    let bytes = [UInt8](hexadecimal: Self.whole)
    let claims = try EATClaims(decoding: bytes.span, base: 1000)
    #expect([UInt8](present: claims.confirmationKeyIdentifier) == [0xC0, 0xFF, 0xEE])
    if claims.confirmationKey != nil { Issue.record("a key where there is an identifier") }
    #expect([UInt8](present: claims.nonce) == Array(0...7))
    #expect([UInt8](present: claims.ueid)?.count == 17)
    guard case .ieee(let oui)? = claims.oemIdentifier else {
      Issue.record("no identifier of the IEEE")
      return
    }
    #expect([UInt8](oui) == [0xAC, 0xDE, 0x48])
    #expect([UInt8](present: claims.hardwareModel) == Array("TEE".utf8))
    #expect([UInt8](present: claims.hardwareVersion) == Array("1.2.3".utf8))
    #expect(claims.isOEMBoot == Optional<Bool>.some(true))
    #expect(claims.debugStatus == Optional<DebugStatus>.some(.disabledPermanently))
    #expect([UInt8](present: claims.profile) == Array("urn:a:b".utf8))
    #expect(claims.profileIsURI == true)
    #expect([UInt8](present: claims.softwareName) == Array("abc".utf8))
    #expect([UInt8](present: claims.softwareVersion) == Array("1.0".utf8))
    #expect(claims.intendedUse == Optional<IntendedUse>.some(.registration))
    for claim in [EATClaim.submodules, .measurementResults, .status, EATClaim(rawValue: -1)] {
      #expect(claims.contains(claim) == true, "\(claim)")
    }
    #expect(claims.contains(.issuer) == false)
    guard var status = claims.reader(of: .status) else {
      Issue.record("no status")
      return
    }
    #expect(try status.unsigned() == 2)
    #expect(claims.missing(freshness: [.nonce, .issuedAt]) == [] as TEEPProfileClaims)
  }

  @Test("manifests have a content format and a body, in a byte string or bare; also those under 273 (D7)")
  func manifests() throws {
    for (encoded, format, body, offset) in [
      ("a1 190110 81 82 183c 43820102", 60, "820102", 9), ("a1 190110 81 82 183c a101 02", 60, "a10102", 8),
      ("a1 190111 81 82 183c 820102", 60, "820102", 8),
      ("a2 190110 81 82 01 4105 190111 81 82 02 4106", 1, "05", 8),
    ] {
      let bytes = [UInt8](hexadecimal: encoded)
      let claims = try EATClaims(decoding: bytes.span, base: 100)
      guard let manifests = claims.manifests else {
        Issue.record("no manifests in \(encoded)")
        return
      }
      #expect(manifests.count == 1)
      let manifest = try manifests.manifest(at: 0)
      #expect(manifest.contentFormat == UInt16(format))
      #expect([UInt8](manifest.body).hexadecimal == body)
      #expect(manifest.bodyOffset == 100 + offset)
      #expect(claims.missing(freshness: []).contains(.manifests) == false)
    }
  }

  @Test("the three forms of oemid (RFC 9711, section 4.2.3), and a key in cnf")
  func forms() throws {
    let pen = [UInt8](hexadecimal: "a1 190102 1a 00012345")
    if case .privateEnterpriseNumber(let number)? = try EATClaims(decoding: pen.span).oemIdentifier {
      #expect(number == 0x12345)
    } else {
      Issue.record("no private enterprise number")
    }
    let random = [UInt8](hexadecimal: "a1 190102 50 000102030405060708090a0b0c0d0e0f")
    if case .random(let bytes)? = try EATClaims(decoding: random.span).oemIdentifier {
      #expect([UInt8](bytes) == Array(0...15))
    } else {
      Issue.record("no random identifier")
    }
    let x = "5820" + [UInt8](repeating: 9, count: 32).hexadecimal
    let key = [UInt8](hexadecimal: "a1 08 a1 01 a3 01 01 20 06 21" + x)
    let claims = try EATClaims(decoding: key.span)
    if let key = claims.confirmationKey { #expect(key.kind == .ed25519) } else { Issue.record("no key") }
    #expect(claims.missing(freshness: []).contains(.confirmationKeyIdentifier) == true)
    #expect(
      "\(claims.missing(freshness: .nonce))"
        == "cnf with kid, ueid, oemid, hwmodel, hwversion, manifests, eat_nonce")
  }
}
