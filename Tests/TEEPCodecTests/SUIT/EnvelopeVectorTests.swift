import TEEPCodec
import TEEPTestSupport
import Testing

/// The published envelopes: their digests, their authentication blocks and whatever lies in them.
@Suite("SUIT examples", .needsVectors) struct EnvelopeVectorTests {
  /// Each with its number of authentication blocks' algorithm; nil where the block has a MAC.
  static let envelopes: [(String, COSEAlgorithm?)] = [
    ("teep-appendixE-suit_uri", .esp256), ("teep-appendixE-suit_integrated", .esp256),
    ("teep-appendixE-suit_personalization", .esp256), ("suit-manifest-37-example0", .es256),
    ("suit-manifest-37-example1", .es256), ("suit-manifest-37-example2", .es256),
    ("suit-manifest-37-example3", .es256), ("suit-manifest-37-example4", .es256),
    ("suit-manifest-37-example5", .es256), ("suit-td-example0_dependent", .esp256),
    ("suit-td-example1_process", .esp256), ("suit-td-example2_integrated", .esp256),
    ("suit-enc-suit-manifest-es-ecdh-content", .esp256),
    ("suit-enc-suit-manifest-es-ecdh-dependency", .esp256),
    ("suit-enc-suit-manifest-aes-kw-content", nil), ("suit-enc-suit-manifest-aes-kw-slot", nil),
    ("suit-enc-suit-manifest-aes-kw", nil),
  ]

  @Test("have the digest of the manifest with its byte string's head (section 8.3)", arguments: envelopes)
  func digest(name: String, algorithm: COSEAlgorithm?) throws {
    let bytes = try Vectors.bytes("\(name).cbor")
    let envelope = try SUITEnvelope(decoding: bytes.span)
    try checkDigest(envelope)
    // Where the manifest lies, by its offset, and that it is what the wrapper wraps.
    let manifest = [UInt8](envelope.manifest)
    #expect(Array(bytes[envelope.manifestOffset...].prefix(manifest.count)) == manifest)
    #expect(Array([UInt8](envelope.wrappedManifest).suffix(manifest.count)) == manifest)
  }

  private func checkDigest(_ envelope: SUITEnvelope) throws {
    let digest = try envelope.digest
    let algorithm = digest.algorithm
    let value = [UInt8](digest.bytes).hexadecimal
    #expect(algorithm == .sha256)
    #expect(try sha256([UInt8](envelope.wrappedManifest)) == value)
  }

  @Test(
    "have one block, COSE_Sign1 with a detached payload; with a MAC it is unsupported", arguments: envelopes)
  func block(name: String, algorithm: COSEAlgorithm?) throws {
    let bytes = try Vectors.bytes("\(name).cbor")
    let envelope = try SUITEnvelope(decoding: bytes.span)
    #expect(envelope.blockCount == 1)
    guard let algorithm else {
      // Tag and map, wrapper's key and head, array, digest of 36 bytes with its head, and the head of the block.
      let offset = 2 + 1 + 1 + 2 + 1 + 2 + 36 + 2
      let error = refusal { () throws(DecodeError) in _ = try envelope.block(at: 0) }
      #expect(error == DecodeError(.unsupported, at: offset))
      #expect(bytes[offset] == 0xD1)
      return
    }
    let block = try envelope.block(at: 0)
    let signature = try block.signature(at: 0)
    #expect(block.isSign1 && block.signatureCount == 1)
    #expect([UInt8](present: block.payload) == nil)
    #expect(signature.algorithm == algorithm)
    #expect([UInt8](block.value(of: signature)).count == 64)
    // ["Signature1", << {1: alg} >>, h'', << SUIT_Digest >>]
    let alg = UInt8(0x20 - 1 - algorithm.rawValue)
    let digest = [UInt8](envelope.encodedDigest)
    let expected =
      [0x84, 0x6A] + Array("Signature1".utf8) + [0x43, 0xA1, 0x01, alg, 0x40, 0x58, UInt8(digest.count)]
      + digest
    var covered: [UInt8] = []
    block.structure(for: signature, payload: envelope.encodedDigest).forEachPiece { covered += [UInt8]($0) }
    #expect(covered == expected)
    let missing = refusal { () throws(DecodeError) in _ = try envelope.block(at: 1) }
    #expect(missing?.reason == .truncated)
  }

  @Test("are read to the last command", arguments: envelopes.filter { $0.1 != nil })
  func read(name: String, algorithm: COSEAlgorithm?) throws {
    let lines = try Reading.ofEnvelope(try Vectors.bytes("\(name).cbor"))
    #expect(lines.contains("install") || lines.contains("severed install") || lines.contains("invoke"))
    #expect(!lines.contains { $0.contains("neither") })
  }

  @Test("E.2 carries its payload under #tc, whose digest and size its parameters have")
  func integrated() throws {
    let bytes = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    let payload = Array("Hello, Secure World!".utf8)
    #expect(try Vectors.bytes("teep-appendixE-8d82573a.ta") == payload)
    let envelope = try SUITEnvelope(decoding: bytes.span)
    for (uri, expected) in [("#tc", payload), ("#t", nil), ("#tc ", nil), ("", nil)] as [(String, [UInt8]?)] {
      let key = Array(uri.utf8)
      #expect([UInt8](present: try envelope.integratedPayload(uri: key.span)) == expected)
    }
  }

  @Test("a dependency in an envelope is an envelope, in trust-domain example 2 that of example 0")
  func dependency() throws {
    let bytes = try Vectors.bytes("suit-td-example2_integrated.cbor")
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let key = Array("#dependent.suit".utf8)
    let dependency = [UInt8](present: try envelope.integratedPayload(uri: key.span))
    #expect(try dependency == Vectors.bytes("suit-td-example0_dependent.cbor"))
  }

  @Test("E.1, as others fetch it, is the same with tag 107")
  func tagged() throws {
    let bytes = try Vectors.bytes("teep-appendixE-suit_uri.cbor")
    #expect(try Reading.ofEnvelope([0xD8, 0x6B] + bytes) == Reading.ofEnvelope(bytes))
    #expect(bytes.count + 2 == 389)
  }

  @Test("manifest example 2 has its install section severed: the digest in its place is that of the section")
  func severed() throws {
    let bytes = try Vectors.bytes("suit-manifest-37-example2.cbor")
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
    guard let digest = try manifest.severedDigest(.install),
      let section = try envelope.severedSection(.install)
    else {
      Issue.record("nothing is severed")
      return
    }
    let expected = [UInt8](digest.bytes).hexadecimal
    #expect(try sha256([UInt8](section.bytes)) == expected)
    if try manifest.sequence(.install) != nil { Issue.record("the section is still in the manifest") }
    if try manifest.severedDigest(.validate) != nil { Issue.record("a section that is there is severed") }
    if try envelope.severedSection(.payloadFetch) != nil { Issue.record("a section that is not there") }
    let lines = try Reading.ofEnvelope(bytes)
    let start = try #require(lines.firstIndex(of: "severed install"))
    #expect(
      lines[(start + 1)...] == [
        "  @1 20", "    21: \"http://example.com/very/long/path/to/file/file.bin\"", "  @56 21 2",
        "  @58 3 15",
      ])
  }
}
