import TEEPCodec
import TEEPTestSupport
import Testing

/// The SUIT envelopes of the examples: who authenticates them, what their digests cover, and that the writer makes them.
@Suite("Envelopes of the examples", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct EnvelopeVectorTests {
  static let envelopes: [Vector] = Vector.those { if case .envelope = $0 { true } else { false } }

  @Test("are written to the same bytes, member by member", arguments: envelopes)
  func rewritten(vector: Vector) throws {
    let bytes = try vector.bytes()
    let value = try EnvelopeValue(decoding: bytes.span)
    let written = try value.encode()
    #expect(written == bytes)
  }

  @Test("have the digests that they say", arguments: envelopes)
  func digests(vector: Vector) throws {
    let bytes = try vector.bytes()
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let manifestDigest = try Peer.sha256([UInt8](envelope.wrappedManifest))
    let stated = [UInt8](try envelope.digest.bytes)
    #expect(manifestDigest == stated)
    for member in try EnvelopeValue(decoding: bytes.span).manifest.members {
      guard case .severed(let algorithm, let digest) = member.content else { continue }
      #expect(algorithm == .sha256)
      var wrapped: [UInt8]?
      for index in 0..<envelope.memberCount {
        let candidate = try envelope.member(at: index)
        if candidate.key == Int64(member.kind.key) { wrapped = [UInt8](candidate.value.bytes) }
      }
      let content = try #require(wrapped)
      let severedDigest = try Peer.sha256(content)
      #expect(severedDigest == digest)
    }
  }

  @Test("are authenticated by their author's key and no other", arguments: envelopes)
  func authenticated(vector: Vector) throws {
    let bytes = try vector.bytes()
    if vector.name.contains("aes-kw") {
      try checkMAC(bytes)
    } else {
      try checkSignature(bytes, author: vector.name.hasSuffix("es-ecdh-dependency.cbor") ? "K3" : "K1")
      for payload in try EnvelopeValue(decoding: bytes.span).integrated
      where payload.uri.starts(with: "#d".utf8) {
        try checkSignature(payload.content, author: "K1")
      }
    }
  }

  private func checkMAC(_ bytes: [UInt8]) throws {
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let mac = try envelope.mac(at: 0)
    #expect([UInt8](present: mac.payload) == nil)
    let key = [UInt8](hexadecimal: try Vectors.key("MAC")["k"] ?? "")
    let tag = try Peer.hmac(key, [UInt8](mac.structure(payload: envelope.encodedDigest)))
    #expect(tag == [UInt8](mac.tag))
    let error = #expect(throws: DecodeError.self) { _ = try envelope.block(at: 0) }
    #expect(error?.reason == .unsupported)
  }

  private func checkSignature(_ bytes: [UInt8], author: String) throws {
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let block = try envelope.block(at: 0)
    #expect([UInt8](present: block.payload) == nil)
    #expect(block.signatureCount == 1)
    let signature = try block.signature(at: 0)
    let covered = block.structure(for: signature, payload: envelope.encodedDigest)
    for name in ["K1", "K2", "K3", "K7"] {
      let isValid = try VerificationKey(vector: name).isValidSignature(
        block.value(of: signature), of: covered)
      #expect(isValid == (name == author))
    }
    let other = block.structure(for: signature, payload: envelope.wrappedManifest)
    let isValidForOther = try VerificationKey(vector: author).isValidSignature(
      block.value(of: signature), of: other)
    #expect(!isValidForOther)
  }
}
