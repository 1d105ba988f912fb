import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE_Sign1 around a payload, checked against bytes put together by hand from RFC 9052, section 4.2.
@Suite("COSE_Sign1 around a payload") struct COSESign1FrameTests {
  private let keyIdentifier = (0..<32).map { UInt8($0 + 0x40) }

  private func wrap(
    _ algorithm: COSEAlgorithm, payload: [UInt8], keyIdentifier: [UInt8], capacity: Int
  ) throws(EncodeError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0xEE, count: capacity)
    for (index, byte) in payload.enumerated() where COSESign1Frame.payloadOffset + index < capacity {
      buffer[COSESign1Frame.payloadOffset + index] = byte
    }
    var output = buffer.mutableSpan
    let (start, signature) = try COSESign1Frame(algorithm).wrap(
      payloadCount: payload.count, keyIdentifier: keyIdentifier.span, in: &output)
    for index in 0..<COSESign1Frame.signatureCount { buffer[signature + index] = UInt8(index) }
    // Nothing before the message is touched, and the signature ends it.
    #expect(buffer[..<start].allSatisfy { $0 == 0xEE })
    return Array(buffer[start..<(signature + COSESign1Frame.signatureCount)])
  }

  @Test(
    "has each length of payload in its shortest form",
    arguments: [
      (0, "40"), (1, "41"), (23, "57"), (24, "5818"), (255, "58ff"), (256, "590100"), (65535, "59ffff"),
      (65536, "5a00010000"),
    ])
  func payloads(count: Int, head: String) throws {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let tagAndHeaders: [UInt8] = [0xD2, 0x84, 0x43, 0xA1, 0x01, 0x28, 0xA1, 0x04, 0x58, 0x20]
    let signature: [UInt8] = [0x58, 0x40] + (0..<64).map { UInt8($0) }
    let expected = tagAndHeaders + keyIdentifier + [UInt8](hexadecimal: head) + payload + signature
    let capacity = COSESign1Frame.payloadOffset + count + COSESign1Frame.trailerCount
    #expect(try wrap(.esp256, payload: payload, keyIdentifier: keyIdentifier, capacity: capacity) == expected)
    #expect(throws: EncodeError.bufferFull) {
      try wrap(.esp256, payload: payload, keyIdentifier: keyIdentifier, capacity: capacity - 1)
    }
  }

  @Test(
    "names every algorithm that there can be, in the protected bucket",
    arguments: [
      (COSEAlgorithm.esp256, "a10128"), (.ed25519, "a10132"), (.es256, "a10126"), (.eddsa, "a10127"),
      (COSEAlgorithm(rawValue: -25), "a1013818"), (COSEAlgorithm(rawValue: -65535), "a10139fffe"),
      (.a128GCM, "a10101"),
      (COSEAlgorithm(rawValue: .min), "a1013a7fffffff"), (COSEAlgorithm(rawValue: .max), "a1011a7fffffff"),
    ])
  func algorithms(algorithm: COSEAlgorithm, protected: String) throws {
    let bucket = [UInt8](hexadecimal: protected)
    let frame = COSESign1Frame(algorithm)
    #expect([UInt8](frame.protected) == bucket)
    let payload = [UInt8](repeating: 0x77, count: 65536)
    let capacity = COSESign1Frame.payloadOffset + payload.count + COSESign1Frame.trailerCount
    let message = try wrap(algorithm, payload: payload, keyIdentifier: keyIdentifier, capacity: capacity)
    let signed = try COSESigned(decoding: message.span)
    let signature = try signed.signature(at: 0)
    #expect(signed.isSign1 && signed.signatureCount == 1)
    #expect(signature.algorithm == algorithm)
    #expect([UInt8](present: signed.keyIdentifier(of: signature)) == keyIdentifier)
    #expect([UInt8](present: signed.payload) == payload)
    #expect([UInt8](signed.value(of: signature)) == (0..<64).map { UInt8($0) })
  }

  @Test("is refused with a key identifier that is no SHA-256 thumbprint", arguments: [0, 31, 33])
  func keyIdentifierLength(count: Int) {
    #expect(throws: EncodeError.bufferFull) {
      try wrap(
        .esp256, payload: [1], keyIdentifier: [UInt8](repeating: 0, count: count), capacity: 500)
    }
  }
}
