import TEEPCodec
import TEEPTestSupport
import Testing

/// SUIT envelopes of cbor2, signed by pyca/cryptography.
@Suite("Envelopes that cbor2 encodes and pyca/cryptography signs") struct EnvelopeTests {
  @Test("are read as what they were made of, and verify")
  func read() throws {
    for made in try MadeSUIT.all("envelope") {
      let bytes = made.bytes
      let envelope = try SUITEnvelope(decoding: bytes.span)
      let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
      var described = try Self.describe(manifest)
      try Self.addSections(of: manifest, severedFrom: envelope, to: &described)
      for index in 0..<envelope.memberCount {
        let member = try envelope.member(at: index)
        guard let uri = [UInt8](present: member.uri) else { continue }
        let payload = [UInt8](present: try envelope.integratedPayload(uri: uri.span))
        described["payload \(uri.hexadecimal)"] = payload?.hexadecimal
      }
      try Self.addSignature(of: envelope, to: &described, publicKey: made.members["public"] ?? "")
      #expect(described == made.members, "\(bytes.hexadecimal)")
    }
  }

  @Test("are written to the same bytes, member by member")
  func write() throws {
    for made in try MadeSUIT.all("envelope") {
      let bytes = made.bytes
      let written = try EnvelopeValue(decoding: bytes.span).encode()
      #expect(written == bytes, "\(bytes.hexadecimal)")
    }
  }

  private static func describe(_ manifest: borrowing SUITManifest) throws -> [String: String] {
    let common = try manifest.common()
    var components: [String] = []
    for index in 0..<common.componentCount {
      components.append([UInt8](try common.componentIdentifier(at: index)).hexadecimal)
    }
    var described = ["number": "\(manifest.sequenceNumber)", "components": components.joined(separator: ",")]
    described["reference"] = [UInt8](present: manifest.referenceURI)?.hexadecimal
    described["identifier"] = [UInt8](present: manifest.componentIdentifier)?.hexadecimal
    if let sequence = try common.sharedSequence() { described["shared"] = try commands(sequence) }
    return described
  }

  /// The sections, be they in the manifest or severed; a severed one has to have its digest.
  private static func addSections(
    of manifest: borrowing SUITManifest, severedFrom envelope: borrowing SUITEnvelope,
    to described: inout [String: String]
  ) throws {
    for section in SUITSection.allCases {
      let name = "section \(section.rawValue)"
      if let sequence = try manifest.sequence(section) {
        described[name] = try commands(sequence)
      } else if let digest = try manifest.severedDigest(section),
        var severed = try envelope.severedSection(section)
      {
        let expected = [UInt8](digest.bytes)
        #expect(try Peer.sha256([UInt8](severed.bytes)) == expected)
        let content = severed.nested(try severed.byteStringRange())
        described[name] = try commands(SUITCommandSequence(content))
      }
    }
  }

  /// Reads a sequence to its end; gives it encoded again, command by command.
  private static func commands(_ begun: consuming SUITCommandSequence) throws -> String {
    var sequence = begun
    var items: [UInt8] = []
    var count = 0
    while let command = try sequence.next() {
      let (code, argument) = (command.rawCode, [UInt8](command.argument.bytes))
      items += try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.integer(Int64(code))
        try writer.raw(argument.span)
      })
      count += 2
    }
    let head = try [UInt8](encoding: { (writer) throws(EncodeError) in try writer.array(count) })
    return (head + items).hexadecimal
  }

  private static func addSignature(
    of envelope: borrowing SUITEnvelope, to described: inout [String: String], publicKey: String
  ) throws {
    let computed = try Peer.sha256([UInt8](envelope.wrappedManifest))
    #expect(computed == [UInt8](try envelope.digest.bytes))
    let block = try envelope.block(at: 0)
    let signature = try block.signature(at: 0)
    let key = VerificationKey(publicKey: [UInt8](hexadecimal: publicKey), thumbprint: [])
    #expect(signature.algorithm == key.algorithm)
    let structure = block.structure(for: signature, payload: envelope.encodedDigest)
    if try key.isValidSignature(block.value(of: signature), of: structure) { described["public"] = publicKey }
    described["kid"] = [UInt8](present: block.keyIdentifier(of: signature))?.hexadecimal
  }
}
